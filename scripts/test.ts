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

/**
 * `npm test`: every test of the project, in the order in which a failure should be found. Starts what the tests share
 * (PostgreSQL, one local control plane), ends it, and closes with a line `N passed, N failed`.
 *
 * Usage: npm test [-- unit|go|system|node [PATTERN…] [jest options]]; a pattern is part of the path of a test file
 */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { missingForRealNode } from '@meshplane/local-cluster';
import { capture, endInOrder, run } from './processes';
import { readGoReport, readJestReport, type Tally } from './jestReport';
import { startScratchPostgres } from './postgres';

const STAGES = ['unit', 'go', 'system', 'node'] as const;
type Stage = (typeof STAGES)[number];

const root = path.resolve(__dirname, '..');
const controlPlane = path.join(root, 'packages/local-cluster/control-plane');
const SYSTEM_TEST = '\\.system\\.test\\.tsx?$';
/** Needs Linux, root and a container runtime. */
const NODE_TEST = '\\.node\\.test\\.tsx?$';
/** Name of the control plane that the system tests share. */
const TEST_CLUSTER = 'test';

/**
 * Jest takes every pattern as a further alternative; here they narrow down what the suffix of a stage selects.
 *
 * @returns arguments that select files with the suffix whose path contains one of the patterns among `args`
 */
function selecting(suffix: string, args: readonly string[]): string[] {
  const patterns = args.filter(arg => !arg.startsWith('-'));
  const options = args.filter(arg => arg.startsWith('-'));
  const pattern = patterns.length
    ? `(${patterns.join('|')}).*${suffix}`
    : suffix;
  return [`--testPathPatterns=${pattern}`, ...options];
}

async function jest(env: NodeJS.ProcessEnv, args: string[]): Promise<Tally> {
  const report = path.join(
    fs.mkdtempSync(path.join(os.tmpdir(), 'meshplane-jest-')),
    'report.json',
  );
  const code = await run(
    'npx',
    [
      'backstage-cli',
      'repo',
      'test',
      '--ci',
      '--passWithNoTests',
      '--json',
      `--outputFile=${report}`,
      ...args,
    ],
    {
      cwd: root,
      env,
      // With --json jest prints the report on stdout as well; people read the progress on stderr.
      stdio: ['ignore', 'ignore', 'inherit'],
    },
  );
  if (!fs.existsSync(report)) return { passed: 0, failed: 1 };
  const tally = readJestReport(report);
  return code !== 0 && tally.failed === 0 ? { ...tally, failed: 1 } : tally;
}

async function goTests(): Promise<Tally> {
  const result = await capture('go', ['test', '-json', './...'], {
    cwd: controlPlane,
    env: { ...process.env, CGO_ENABLED: '0' },
  });
  const tally = readGoReport(result.stdout);
  if (tally.failed > 0 || result.code !== 0)
    process.stderr.write(result.stdout);
  return result.code !== 0 && tally.failed === 0
    ? { ...tally, failed: 1 }
    : tally;
}

/** The control plane that all system suites share, so that it is started once. */
async function withSharedCluster<T>(work: () => Promise<T>): Promise<T> {
  if (process.env.MESHPLANE_TEST_KUBECONFIG) return work();
  const cluster = (...args: string[]) =>
    run('npm', ['run', '--silent', 'cluster', '--', ...args], { cwd: root });
  if ((await cluster('up', '--name', TEST_CLUSTER)) !== 0)
    throw new Error('The local control plane for the tests did not start.');
  try {
    return await work();
  } finally {
    await cluster('down', '--name', TEST_CLUSTER, '--delete');
  }
}

/** Tests on a real node; where the machine cannot have one, that is said, with the reason. */
async function nodeTests(
  env: NodeJS.ProcessEnv,
  jestArgs: string[],
): Promise<Tally> {
  const missing = await missingForRealNode();
  if (missing.length > 0) {
    console.log(
      `The tests on a real node are not run:\n  ${missing.join('\n  ')}`,
    );
    return { passed: 0, failed: 0 };
  }
  return jest(env, ['--runInBand', ...selecting(NODE_TEST, jestArgs)]);
}

async function main() {
  const [first, ...others] = process.argv.slice(2);
  const only = STAGES.find(stage => stage === first);
  const jestArgs = only ? others : process.argv.slice(2);
  const stages: readonly Stage[] = only ? [only] : STAGES;
  const interrupted = endInOrder();
  const postgres = await startScratchPostgres();
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    CI: 'true',
    BACKSTAGE_TEST_DISABLE_DOCKER: '1',
    BACKSTAGE_TEST_DATABASE_POSTGRES15_CONNECTION_STRING:
      postgres.connectionString,
    MESHPLANE_TEST_CLUSTER: TEST_CLUSTER,
  };
  const runStage: Record<Stage, () => Promise<Tally>> = {
    unit: () =>
      jest(env, [
        `--testPathIgnorePatterns=${SYSTEM_TEST}`,
        `--testPathIgnorePatterns=${NODE_TEST}`,
        ...jestArgs,
      ]),
    go: goTests,
    // One suite at a time: they share a control plane, and some of them measure how fast a change becomes visible.
    system: () =>
      withSharedCluster(() =>
        jest(env, ['--runInBand', ...selecting(SYSTEM_TEST, jestArgs)]),
      ),
    node: () => nodeTests(env, jestArgs),
  };
  const total: Tally = { passed: 0, failed: 0 };
  try {
    for (const stage of stages) {
      if (interrupted()) break;
      const started = Date.now();
      const tally = await runStage[stage]();
      total.passed += tally.passed;
      total.failed += tally.failed;
      const seconds = Math.round((Date.now() - started) / 1000);
      console.log(
        `${stage} tests: ${tally.passed} passed, ${tally.failed} failed (${seconds} s)`,
      );
    }
  } finally {
    await postgres.stop();
  }
  console.log(`${total.passed} passed, ${total.failed} failed`);
  if (interrupted()) console.log('interrupted: not all tests were run');
  if (total.failed > 0 || total.passed === 0 || interrupted())
    process.exitCode = 1;
}

main().catch(error => {
  console.error(error instanceof Error ? error.message : error);
  console.log('0 passed, 1 failed');
  process.exitCode = 1;
});
