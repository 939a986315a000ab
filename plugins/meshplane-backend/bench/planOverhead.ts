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
import path from 'node:path';
import * as k8s from '@kubernetes/client-node';
import { waitFor } from '@meshplane/local-cluster';
import { applyArguments } from '../src/helm/arguments';
import type { PlannedOperation } from '../src/operations/model';
import { CHART_FOLDER } from '../src/charts/__testUtils__/chartServer';
import type { OverheadRound, RunTimes } from './planModel';
import type { Stage } from './planStage';

const FROM = '1.29.6';
const TO = '1.30.3';
const NAMESPACE = 'istio-system';
const CRD_GROUP = /\.istio\.io$/;
const GONE_MS = 120_000;

interface Setting {
  readonly folder: string;
  readonly kubeconfig: string;
  readonly rounds: number;
}

type Runner = ReturnType<Stage['runner']>;

/**
 * Installs Istio and upgrades it, by turns as an operation and with plain Helm: the same releases with the same charts,
 * values and flags, as the plan of the operation has them. Who begins alternates. The first round fills caches and does
 * not count.
 */
export async function measureOverhead(
  stage: Stage,
  setting: Setting,
): Promise<OverheadRound[]> {
  const runner = stage.runner(path.join(setting.folder, 'charts'));
  const rounds: OverheadRound[] = [];
  await cleanUp(stage, setting);
  let mine = await ours(stage, runner, 'rehearsal');
  await cleanUp(stage, setting);
  await plain(stage, setting, mine);
  await cleanUp(stage, setting);
  for (let round = 0; round < setting.rounds; round += 1) {
    const helmFirst = round % 2 === 1;
    let peer: PlainTimes | undefined;
    if (helmFirst) {
      peer = await plain(stage, setting, mine);
      await cleanUp(stage, setting);
    }
    mine = await ours(stage, runner, `round-${round}`);
    await cleanUp(stage, setting);
    if (!peer) {
      peer = await plain(stage, setting, mine);
      await cleanUp(stage, setting);
    }
    rounds.push({
      install: { ...mine.install.times, plain: peer.install },
      upgrade: { ...mine.upgrade.times, plain: peer.upgrade },
    });
  }
  return rounds;
}

interface Operation {
  readonly planned: PlannedOperation;
  readonly times: Omit<RunTimes, 'plain'>;
}

interface Operations {
  readonly install: Operation;
  readonly upgrade: Operation;
}

interface PlainTimes {
  readonly install: number;
  readonly upgrade: number;
}

async function ours(
  stage: Stage,
  runner: Runner,
  name: string,
): Promise<Operations> {
  const install = await operate(runner, `${name}-install`, () =>
    runner.plan('mesh.install', { definition: 'istio', version: FROM }),
  );
  const mesh = stage.meshOf('istio');
  if (!mesh) throw new Error('Istio is installed, and nothing tells of it');
  const upgrade = await operate(runner, `${name}-upgrade`, () =>
    runner.plan('mesh.upgrade', { mesh: mesh.id, version: TO }),
  );
  return { install, upgrade };
}

async function operate(
  runner: Runner,
  name: string,
  plan: () => Promise<PlannedOperation>,
): Promise<Operation> {
  const started = performance.now();
  const planned = await plan();
  const plannedAt = performance.now();
  const blocking = planned.findings.find(
    ({ severity }) => severity === 'blocking',
  );
  if (blocking) throw new Error(`${planned.title}: ${blocking.title}`);
  let helmSteps = 0;
  let verify = 0;
  // Step by step, to tell where the time goes.
  for (const step of planned.steps) {
    const from = performance.now();
    const [ran] = await runner.run(name, { ...planned, steps: [step] });
    if (ran.state === 'failed')
      throw new Error(`${planned.title}: ${step.title}`, { cause: ran.error });
    const ms = performance.now() - from;
    if (step.type === 'helm-release') helmSteps += ms;
    if (step.type === 'verify-mesh') verify += ms;
  }
  const run = performance.now() - plannedAt;
  return {
    planned,
    times: { plan: plannedAt - started, run, helmSteps, verify },
  };
}

async function plain(
  stage: Stage,
  setting: Setting,
  { install, upgrade }: Operations,
): Promise<PlainTimes> {
  const timed = async ({ planned }: Operation) => {
    const started = performance.now();
    for (const { name, version, release, namespace, values } of planned.charts)
      await helm(
        stage,
        setting,
        applyArguments(
          {
            release: { name: release, namespace },
            chart: path.join(CHART_FOLDER, `${name}-${version}.tgz`),
            connection: stage.connection,
            values,
            timeoutSeconds: 600,
            createNamespace: true,
          },
          4,
        ),
        values,
      );
    return performance.now() - started;
  };
  return { install: await timed(install), upgrade: await timed(upgrade) };
}

/** As in a terminal, with folders for caches that stay from one call to the next. */
function helm(
  stage: Stage,
  { folder, kubeconfig }: Setting,
  args: readonly string[],
  stdin = '',
): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = execFile(
      stage.helm,
      args,
      {
        env: { HOME: path.join(folder, 'home'), KUBECONFIG: kubeconfig },
        maxBuffer: 64 * 1024 * 1024,
      },
      error => (error ? reject(error) : resolve()),
    );
    child.stdin?.end(stdin);
  });
}

/** Back to a cluster without Istio, CRDs included; waits until the inventory has seen it. */
async function cleanUp(stage: Stage, setting: Setting): Promise<void> {
  const config = new k8s.KubeConfig();
  config.loadFromFile(setting.kubeconfig);
  const core = config.makeApiClient(k8s.CoreV1Api);
  const extensions = config.makeApiClient(k8s.ApiextensionsV1Api);
  for (const release of ['istiod', 'istio-base'])
    await helm(stage, setting, [
      'uninstall',
      release,
      '--namespace',
      NAMESPACE,
      '--ignore-not-found',
      '--wait',
    ]);
  await core.deleteNamespace({ name: NAMESPACE }).catch(unlessGone);
  const crds = async () =>
    (await extensions.listCustomResourceDefinition()).items.filter(({ spec }) =>
      CRD_GROUP.test(spec.group),
    );
  for (const { metadata } of await crds())
    await extensions
      .deleteCustomResourceDefinition({ name: metadata!.name! })
      .catch(unlessGone);
  await waitFor(
    'Istio is not gone',
    async () => {
      const { items } = await core.listNamespace();
      return (
        items.every(({ metadata }) => metadata?.name !== NAMESPACE) &&
        (await crds()).length === 0
      );
    },
    { timeoutMs: GONE_MS },
  );
  await stage.reported(
    ({ snapshot }) =>
      stage.meshOf('istio') === undefined &&
      snapshot.list('Namespace').every(one => one.metadata.name !== NAMESPACE),
  );
}

function unlessGone(error: unknown): void {
  if (!(error instanceof k8s.ApiException && error.code === 404)) throw error;
}
