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
import { existsSync } from 'node:fs';
import { mkdir, rm, symlink } from 'node:fs/promises';
import { basename } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import type { ClusterLayout } from '../cluster/layout';
import { startDaemon, tailOfLog } from '../process/daemon';
import { liveProcess } from '../process/pidFile';
import { waitFor } from '../process/waiting';
import { writeAtomically } from '../process/files';
import type { RealNodeLayout } from './layout';
import { CNI_PLUGIN_FOLDER, type NodePrograms } from './requirements';

const run = promisify(execFile);
/** Namespace in which kubelet's containers live. */
const NAMESPACE = 'k8s.io';
const READY_MS = 60_000;
/** Image of the container that holds a pod's namespaces. */
export const PAUSE_IMAGE = 'meshplane.test/pause:1';

/** Starts a containerd of the node's own, apart from any that the machine runs. */
export async function startContainerd(
  programs: NodePrograms,
  cluster: ClusterLayout,
  layout: RealNodeLayout,
  nodeBinary: string,
): Promise<void> {
  await mkdir(layout.folder, { recursive: true, mode: 0o700 });
  await rm(layout.runcLink, { force: true });
  await symlink(nodeBinary, layout.runcLink);
  const config = `${layout.folder}/containerd.toml`;
  await writeAtomically(config, containerdConfig(layout));
  await startDaemon({
    name: 'containerd',
    command: [programs.containerd, '--config', config],
    // The wrapper hands over to this one.
    env: { MESHPLANE_RUNC: programs.runc },
    pidFile: cluster.pidFile('containerd'),
    logFile: cluster.logFile('containerd'),
  });
  await waitFor(
    'containerd does not answer',
    async () => {
      try {
        await ctr(programs, layout, ['version']);
        return true;
      } catch {
        if (!(await liveProcess(cluster.pidFile('containerd')))) {
          throw new Error(
            `containerd ended:\n${await tailOfLog(
              cluster.logFile('containerd'),
            )}`,
          );
        }
        return false;
      }
    },
    { timeoutMs: READY_MS },
  );
}

/** Brings an image archive into the node; the reference inside the archive becomes its name. */
export async function importArchive(
  programs: NodePrograms,
  layout: RealNodeLayout,
  archive: string,
): Promise<void> {
  await ctr(programs, layout, [
    '--namespace',
    NAMESPACE,
    'images',
    'import',
    archive,
  ]);
}

/** Ends every container and removes the network namespaces of its pods. */
export async function removeContainers(
  programs: NodePrograms,
  layout: RealNodeLayout,
): Promise<void> {
  const list = async (kind: 'tasks' | 'containers') => {
    const { stdout } = await inNamespace(programs, layout, [
      kind,
      'list',
      '--quiet',
    ]);
    return stdout.split('\n').filter(Boolean);
  };
  const containers = await Promise.all(
    (
      await list('containers')
    ).map(id => describeContainer(programs, layout, id)),
  );
  // A pod's containers share a process with its sandbox, which therefore goes last.
  containers.sort((a, b) => Number(a.isSandbox) - Number(b.isSandbox));
  for (const { id } of containers) {
    let reason = '';
    await waitFor(
      () => `container "${id}" does not end: ${reason}`,
      async () => {
        if (!(await list('tasks')).includes(id)) return true;
        // The process that serves the request may end while it does so; the list tells the truth.
        await inNamespace(programs, layout, [
          'tasks',
          'delete',
          '--force',
          id,
        ]).catch(error => {
          reason = error instanceof Error ? error.message : String(error);
        });
        return false;
      },
      { timeoutMs: READY_MS },
    );
    await inNamespace(programs, layout, ['containers', 'delete', id]);
  }
  const namespaces = new Set(
    containers.flatMap(container => container.networkNamespace ?? []),
  );
  for (const path of namespaces) {
    // That of a pod which kubelet has removed is gone already.
    if (existsSync(path))
      await run(programs.ip, ['netns', 'delete', basename(path)]);
  }
}

const containerInfoSchema = z.object({
  Labels: z.record(z.string(), z.string()).nullish(),
  Spec: z
    .object({
      linux: z
        .object({
          namespaces: z
            .array(z.object({ type: z.string(), path: z.string().optional() }))
            .nullish(),
        })
        .nullish(),
    })
    .nullish(),
});

/** Which kind of container it is, and the network namespace that was made for its pod. */
async function describeContainer(
  programs: NodePrograms,
  layout: RealNodeLayout,
  id: string,
) {
  const { stdout } = await inNamespace(programs, layout, [
    'containers',
    'info',
    id,
  ]);
  const info = containerInfoSchema.parse(JSON.parse(stdout));
  const path = info.Spec?.linux?.namespaces?.find(
    namespace => namespace.type === 'network',
  )?.path;
  return {
    id,
    isSandbox: info.Labels?.['io.cri-containerd.kind'] === 'sandbox',
    networkNamespace: path?.match(/\/netns\/cni-[0-9a-f-]+$/)
      ? path
      : undefined,
  };
}

function inNamespace(
  programs: NodePrograms,
  layout: RealNodeLayout,
  args: string[],
) {
  return ctr(programs, layout, ['--namespace', NAMESPACE, ...args]);
}

function ctr(programs: NodePrograms, layout: RealNodeLayout, args: string[]) {
  return run(programs.ctr, ['--address', layout.containerdSocket, ...args], {
    maxBuffer: 64 * 1024 * 1024,
  });
}

function containerdConfig(layout: RealNodeLayout): string {
  const text = JSON.stringify;
  return [
    'version = 2',
    `root = ${text(layout.containerdRoot)}`,
    `state = ${text(layout.containerdState)}`,
    '[grpc]',
    `  address = ${text(layout.containerdSocket)}`,
    '[plugins."io.containerd.grpc.v1.cri"]',
    `  sandbox_image = ${text(PAUSE_IMAGE)}`,
    '  [plugins."io.containerd.grpc.v1.cri".cni]',
    `    bin_dir = ${text(CNI_PLUGIN_FOLDER)}`,
    `    conf_dir = ${text(layout.cniConfigFolder)}`,
    '  [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]',
    '    runtime_type = "io.containerd.runc.v2"',
    '    [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]',
    `      BinaryName = ${text(layout.runcLink)}`,
    '      SystemdCgroup = false',
    '',
  ].join('\n');
}
