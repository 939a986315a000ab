/*
 * Copyright 2026 The Meshplane Authors
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     http://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { SERVICE_CIDR } from '../cluster/daemons';
import { writeAtomically } from '../process/files';
import { NODE_ADDRESS, REAL_POD_CIDR, type RealNodeLayout } from './layout';
import type { NodePrograms } from './requirements';

const run = promisify(execFile);
const IP_FORWARD = '/proc/sys/net/ipv4/ip_forward';

/**
 * Makes the bridge with the node's address, which has to be there before the API server and kubelet bind to it, and
 * the CNI configuration that puts pods on it. Nothing is masqueraded: pods have no way out of the machine.
 *
 * @throws Error if another bridge holds the address: one real node per machine at a time
 */
export async function createNetwork(
  programs: NodePrograms,
  layout: RealNodeLayout,
): Promise<void> {
  const holder = await bridgeWithAddress(programs);
  if (holder !== undefined && holder !== layout.bridge) {
    throw new Error(
      `"${holder}" already has the address ${NODE_ADDRESS}: another cluster runs a real node. Stop it first; a machine can have one.`,
    );
  }
  if (holder === undefined) {
    await run(programs.ip, ['link', 'add', layout.bridge, 'type', 'bridge']);
    await run(programs.ip, [
      'address',
      'add',
      `${NODE_ADDRESS}/16`,
      'dev',
      layout.bridge,
    ]);
  }
  await run(programs.ip, ['link', 'set', layout.bridge, 'up']);
  await keepServicesInside(programs);
  // kube-proxy sends what pods address to a Service on to other pods.
  if ((await readFile(IP_FORWARD, 'utf8')).trim() !== '1')
    await writeFile(IP_FORWARD, '1');
  await writeAtomically(
    join(layout.cniConfigFolder, '10-pods.conflist'),
    JSON.stringify({
      cniVersion: '0.4.0',
      name: layout.bridge,
      plugins: [
        {
          type: 'bridge',
          bridge: layout.bridge,
          isGateway: true,
          hairpinMode: true,
          ipam: {
            type: 'host-local',
            ranges: [[{ subnet: REAL_POD_CIDR }]],
            routes: [{ dst: '0.0.0.0/0' }],
            dataDir: layout.cniStateFolder,
          },
        },
        { type: 'portmap', capabilities: { portMappings: true } },
      ],
    }),
  );
}

const SERVICE_RULE = [
  '-d',
  SERVICE_CIDR,
  '-m',
  'comment',
  '--comment',
  'meshplane: Services stay on this machine',
  '-j',
  'REJECT',
];

/**
 * Refuses what is addressed to a Service that kube-proxy does not know (yet): it would leave through the default route,
 * and whatever answers there would pass for the Service. The filter table comes after kube-proxy's translation, so
 * that known Services are not touched.
 */
async function keepServicesInside(programs: NodePrograms): Promise<void> {
  for (const chain of ['OUTPUT', 'FORWARD']) {
    await run(programs.iptables, ['-w', '-C', chain, ...SERVICE_RULE]).catch(
      () => run(programs.iptables, ['-w', '-I', chain, ...SERVICE_RULE]),
    );
  }
}

async function releaseServices(programs: NodePrograms): Promise<void> {
  for (const chain of ['OUTPUT', 'FORWARD']) {
    // Not there: an earlier stop came this far.
    await run(programs.iptables, ['-w', '-D', chain, ...SERVICE_RULE]).catch(
      () => undefined,
    );
  }
}

/** Removes the bridge and the rule; the interfaces of pods go with their namespaces. */
export async function removeNetwork(
  programs: NodePrograms,
  layout: RealNodeLayout,
): Promise<void> {
  if ((await bridgeWithAddress(programs)) === layout.bridge) {
    await releaseServices(programs);
    await run(programs.ip, ['link', 'delete', layout.bridge]);
  }
}

/** The chain that kube-proxy shares with kubelet and therefore leaves behind when it cleans up. */
const SHARED_CHAIN = 'KUBE-FIREWALL';

/** Removes the firewall chain that neither kubelet nor kube-proxy feels responsible for. */
export async function removeSharedChain(programs: NodePrograms): Promise<void> {
  const { stdout } = await run(programs.iptables, ['-t', 'filter', '-S']);
  const rules = stdout.split('\n');
  if (!rules.includes(`-N ${SHARED_CHAIN}`)) return;
  for (const builtIn of ['INPUT', 'OUTPUT']) {
    if (rules.includes(`-A ${builtIn} -j ${SHARED_CHAIN}`)) {
      await run(programs.iptables, ['-D', builtIn, '-j', SHARED_CHAIN]);
    }
  }
  await run(programs.iptables, ['-F', SHARED_CHAIN]);
  await run(programs.iptables, ['-X', SHARED_CHAIN]);
}

async function bridgeWithAddress(
  programs: NodePrograms,
): Promise<string | undefined> {
  const { stdout } = await run(programs.ip, [
    '-json',
    'address',
    'show',
    'to',
    NODE_ADDRESS,
  ]);
  const links = JSON.parse(stdout || '[]') as { ifname?: string }[];
  return links.find(link => link.ifname)?.ifname;
}
