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

import { access, constants } from 'node:fs/promises';
import { findOnPath } from '../binaries/onPath';

/** Where Debian's package puts the CNI plugins. */
export const CNI_PLUGIN_FOLDER = '/usr/lib/cni';

/** Programs of the operating system that a real node runs on, by name. */
export interface NodePrograms {
  containerd: string;
  ctr: string;
  runc: string;
  ip: string;
  iptables: string;
}

const PACKAGE_OF: Record<keyof NodePrograms, string> = {
  containerd: 'containerd',
  ctr: 'containerd',
  runc: 'runc',
  ip: 'iproute2',
  iptables: 'iptables',
};

/** What this machine lacks for a real node, each with what to do; empty if nothing. */
export async function missingForRealNode(
  env: Readonly<Record<string, string | undefined>> = process.env,
): Promise<string[]> {
  const missing: string[] = [];
  if (process.platform !== 'linux') {
    return [`A real node needs Linux; this is "${process.platform}".`];
  }
  if (process.getuid?.() !== 0) {
    missing.push(
      'A real node needs root: it makes network namespaces and mounts. Run the command as root.',
    );
  }
  const packages = new Set<string>();
  for (const [name, debianPackage] of Object.entries(PACKAGE_OF)) {
    if (!(await findOnPath(name, withSystemFolders(env))))
      packages.add(debianPackage);
  }
  if (!(await readable(`${CNI_PLUGIN_FOLDER}/bridge`)))
    packages.add('containernetworking-plugins');
  if (packages.size > 0) {
    missing.push(
      `Not installed: ${[...packages].join(
        ', ',
      )}. On Debian: apt-get install --no-install-recommends ${[
        ...packages,
      ].join(' ')}`,
    );
  }
  return missing;
}

/**
 * Finds the programs of the operating system.
 *
 * @throws Error listing all that is missing
 */
export async function findNodePrograms(
  env: Readonly<Record<string, string | undefined>> = process.env,
): Promise<NodePrograms> {
  const missing = await missingForRealNode(env);
  if (missing.length > 0) throw new Error(missing.join('\n'));
  const found = async (name: keyof NodePrograms) =>
    (await findOnPath(name, withSystemFolders(env)))!;
  return {
    containerd: await found('containerd'),
    ctr: await found('ctr'),
    runc: await found('runc'),
    ip: await found('ip'),
    iptables: await found('iptables'),
  };
}

/** The PATH of a user session often lacks the folders of system programs. */
function withSystemFolders(env: Readonly<Record<string, string | undefined>>) {
  return {
    ...env,
    PATH: [env.PATH, '/usr/sbin', '/sbin'].filter(Boolean).join(':'),
  };
}

async function readable(path: string): Promise<boolean> {
  try {
    await access(path, constants.R_OK);
    return true;
  } catch {
    return false;
  }
}
