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

import { readFile } from 'node:fs/promises';
import { ensureBuilt } from '../binaries/controlPlaneBinary';
import { OnProgress } from '../binaries/buildState';
import { clusterLayout } from '../cluster/layout';
import { startCluster } from '../cluster/start';
import { readClusterState } from '../cluster/state';
import { clusterStatus, ClusterStatus, listClusters } from '../cluster/status';
import { stopCluster } from '../cluster/stop';
import { scenarioNames, seedCluster } from '../seed';
import { Command } from './arguments';
import { HELP, UsageError } from './usage';

/** Where a command writes: results to `out`, everything else to `err`. */
export interface Output {
  out(text: string): void;
  err(text: string): void;
}

/**
 * Runs one command.
 *
 * @returns the exit code
 */
export async function runCommand(
  command: Command,
  output: Output,
): Promise<number> {
  switch (command.verb) {
    case 'help':
      output.out(HELP);
      return 0;
    case 'build':
      output.out(`${await ensureBuilt(undefined, progressTo(output))}\n`);
      return 0;
    case 'up':
      return up(command, output);
    case 'down':
      return down(command, output);
    case 'status':
      return status(command, output);
    case 'kubeconfig':
      return kubeconfig(command, output);
    case 'seed':
      return seed(command, output);
    default:
      throw new UsageError('Unknown command');
  }
}

function progressTo(output: Output): OnProgress {
  return ({ phase, percent, message }) =>
    output.err(
      phase === 'compiling' || phase === 'starting'
        ? `[${`${percent}`.padStart(3)} %] ${message}\n`
        : `${message}\n`,
    );
}

async function up(
  command: Command & { verb: 'up' },
  output: Output,
): Promise<number> {
  const started = Date.now();
  const cluster = await startCluster({
    name: command.name,
    ...(command.nodes === undefined ? {} : { nodes: command.nodes }),
    ...(command.realNode ? { realNode: true as const } : {}),
    onProgress: progressTo(output),
  });
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  output.out(
    [
      `Cluster "${cluster.name}" is ready after ${seconds} s at ${cluster.server}`,
      `  export KUBECONFIG=${cluster.kubeconfigPath}`,
      '',
    ].join('\n'),
  );
  return 0;
}

async function down(
  command: Command & { verb: 'down' },
  output: Output,
): Promise<number> {
  const names = command.all ? await listClusters() : [command.name];
  for (const name of names) {
    if ((await clusterStatus(name)).phase === 'absent') {
      output.out(`There is no cluster "${name}"\n`);
      continue;
    }
    await stopCluster(name, { delete: command.delete });
    output.out(
      `Cluster "${name}" is stopped${
        command.delete ? ' and its data removed' : '; its data is kept'
      }\n`,
    );
  }
  return 0;
}

async function status(
  command: Command & { verb: 'status' },
  output: Output,
): Promise<number> {
  const names = command.name ? [command.name] : await listClusters();
  const all = await Promise.all(names.map(name => clusterStatus(name)));
  output.out(
    command.output === 'json'
      ? `${JSON.stringify({ clusters: all }, undefined, 2)}\n`
      : renderStatus(all),
  );
  return command.name && all[0].phase === 'absent' ? 1 : 0;
}

/** The text form of `status`. */
export function renderStatus(all: readonly ClusterStatus[]): string {
  if (all.length === 0) {
    return 'There is no cluster; "npm run cluster -- up" starts one.\n';
  }
  return all
    .map(cluster => {
      const where = cluster.server ? ` at ${cluster.server}` : '';
      const nodes =
        cluster.nodes === undefined ? '' : `, ${cluster.nodes} simulated nodes`;
      const lines = [`${cluster.name}: ${cluster.phase}${where}${nodes}`];
      if (cluster.build) {
        lines.push(
          `  build: ${cluster.build.message} (${cluster.build.percent} %)`,
        );
      }
      for (const daemon of cluster.daemons) {
        const process =
          daemon.pid === undefined ? '' : ` (process ${daemon.pid})`;
        const how = daemon.ready ? 'ready' : daemon.reason ?? 'not ready';
        lines.push(`  ${daemon.name}: ${how}${process}`);
      }
      return `${lines.join('\n')}\n`;
    })
    .join('');
}

async function existing(name: string): Promise<string> {
  const layout = clusterLayout(name);
  if (!(await readClusterState(layout))) {
    throw new Error(
      `There is no cluster "${name}"; "npm run cluster -- up --name ${name}" starts it`,
    );
  }
  return layout.adminKubeconfig;
}

async function kubeconfig(
  command: Command & { verb: 'kubeconfig' },
  output: Output,
): Promise<number> {
  const path = await existing(command.name);
  output.out(command.print ? await readFile(path, 'utf8') : `${path}\n`);
  return 0;
}

async function seed(
  command: Command & { verb: 'seed' },
  output: Output,
): Promise<number> {
  const known = scenarioNames();
  if (!known.includes(command.scenario)) {
    throw new UsageError(
      `There is no scenario "${command.scenario}"; there are ${known.join(
        ', ',
      )}`,
    );
  }
  const kubeconfigPath = await existing(command.name);
  let phase = '';
  const result = await seedCluster({
    kubeconfigPath,
    scenario: command.scenario,
    ...(command.pods === undefined ? {} : { pods: command.pods }),
    onProgress: progress => {
      if (progress.phase !== phase) {
        phase = progress.phase;
        output.err(`Seeding: ${phase}\n`);
      }
    },
  });
  output.out(
    `Seeded "${command.name}" with "${result.scenario}": ${
      result.objects
    } objects, ${result.pods} pods in ${
      result.namespaces.length
    } namespaces, in ${result.seconds.toFixed(1)} s\n`,
  );
  return 0;
}
