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

import {
  constantRate,
  generators,
  importPerformance,
  k6Script,
  loadSeconds,
  requestHeaders,
  resultOfGenerator,
} from '@meshplane/benchmark';
import type { LoadProfile, RunResult } from '@meshplane/benchmark/model';
import type { RunnerChoice } from '@meshplane/plugin-meshplane-common';
import type { Cluster, ClusterAccess } from '../../../clusters/ClusterAccess';
import { systemTiming, type Timing } from '../../../clusters/timing';
import { cleanText } from '../../../operations/secrets';
import type { JobSettings } from '../../config';
import { plannedSeconds } from '../job/JobRunner';
import { Ticker } from '../job/Ticker';
import { apiOf, canMakeLoad } from '../kube/clusters';
import type { NamespaceApi } from '../kube/NamespaceApi';
import { runName } from '../kube/names';
import { type Pod, podSchema, troubleOf } from '../kube/objects';
import { pinnedProfile } from '../local/pinnedProfile';
import { printedLine } from '../printedDocument';
import type { Runner, RunnerOutcome, RunnerRequest } from '../Runner';
import { withoutSecretsOf } from '../withoutSecrets';
import { mergeSummaries } from './mergeSummaries';
import {
  HEADERS_VARIABLE,
  K6_CONTAINER,
  runnerPods,
  scriptObjects,
  testRunManifest,
  testRunSchema,
} from './testRun';

const SECOND = 1000;
const END_GRACE_MS = 120 * SECOND;
const GROUP = '/apis/k6.io/v1alpha1';
const MAX_LOG = 16 * 1024 * 1024;
/** Stages in which the pods make load, or have made it. */
const BEGUN = new Set(['started', 'stopped', 'finished']);

type K6Choice = Extract<RunnerChoice, { type: 'k6-operator' }>;

export interface K6OperatorRunnerOptions {
  clusters: Pick<ClusterAccess, 'list' | 'get'>;
  settings: JobSettings;
  enabled: boolean;
  timing?: Timing;
}

/** Makes load with a TestRun of the k6-operator, in clusters that have it. */
export class K6OperatorRunner implements Runner {
  readonly type = 'k6-operator';
  readonly #options: K6OperatorRunnerOptions;
  readonly #timing: Timing;

  constructor(options: K6OperatorRunnerOptions) {
    this.#options = options;
    this.#timing = options.timing ?? systemTiming;
  }

  async offers(): ReturnType<Runner['offers']> {
    return Promise.all(
      this.#options.clusters.list().map(async cluster => {
        const problem =
          canMakeLoad(cluster, this.#options.enabled) ??
          (await missingOperator(cluster));
        return {
          generator: 'k6',
          cluster: cluster.name,
          available: problem === undefined,
          note: problem ?? 'TestRun of k6.io/v1alpha1',
        };
      }),
    );
  }

  async run(request: RunnerRequest): Promise<RunnerOutcome> {
    const { choice, load, runId } = request;
    if (choice.type !== 'k6-operator')
      throw new Error(`This is no runner for "${choice.type}"`);
    const api = this.#api(choice);
    const pinned = pinnedLoad(request);
    try {
      const missing = await missingOperator(
        this.#options.clusters.get(choice.cluster),
      );
      if (missing) throw new Error(missing);
      request.signal.throwIfAborted();
      const { configMap, secret } = scriptObjects(
        runId,
        k6Script(pinned, {
          seconds: loadSeconds(pinned),
          resultFile: 'stdout',
          headersVariable: HEADERS_VARIABLE,
        }),
        pinned.endpoints.map(endpoint =>
          Object.fromEntries(requestHeaders(endpoint)),
        ),
      );
      await api.create('configmaps', configMap);
      await api.create('secrets', secret);
      await api.create(
        'testruns',
        testRunManifest(runId, choice.parallelism, this.#options.settings),
      );
      await this.#untilFinished(api, request);
      return await this.#collect(api, choice, request, pinned);
    } catch (error) {
      throw new Error(
        withoutSecretsOf(
          load,
          cleanText(error instanceof Error ? error.message : String(error)),
        ),
      );
    } finally {
      await removeAll(api, runId).catch(error =>
        request.onMessage(
          `What the run has left in the cluster could not be removed: ${
            error instanceof Error ? error.message : String(error)
          }`,
        ),
      );
    }
  }

  async cleanUp(runId: string, choice: RunnerChoice): Promise<void> {
    if (choice.type === 'k6-operator')
      await removeAll(this.#api(choice), runId);
  }

  /** @throws Error if the operator reports one, does nothing, or the run is cancelled */
  async #untilFinished(
    api: NamespaceApi,
    request: RunnerRequest,
  ): Promise<void> {
    const { runId, load, signal } = request;
    const timing = this.#timing;
    const ticker = new Ticker(timing);
    const wake = () => ticker.wake();
    signal.addEventListener('abort', wake);
    let deadline = timing.now() + this.#options.settings.startTimeoutMs;
    let hasBegun = false;
    try {
      for (;;) {
        if (signal.aborted)
          throw new Error(
            'It was cancelled, and k6 gives its result at its end only',
          );
        const { status } = await api.get(
          'testruns',
          runName(runId),
          testRunSchema,
        );
        const stage = status?.stage ?? '';
        if (stage === 'finished') return;
        if (stage === 'error')
          throw new Error(
            `The k6-operator reports an error: ${
              (status?.conditions ?? [])
                .flatMap(({ message }) => message || [])
                .at(-1) ?? 'it does not say which; its log does'
            }`,
          );
        if (!hasBegun && BEGUN.has(stage)) {
          hasBegun = true;
          request.onMessage('The k6-operator has started the runners');
          deadline =
            timing.now() + plannedSeconds(load) * SECOND + END_GRACE_MS;
        }
        if (timing.now() > deadline)
          throw new Error(await this.#whyLate(api, runId, stage));
        await ticker.next();
      }
    } finally {
      signal.removeEventListener('abort', wake);
    }
  }

  async #whyLate(
    api: NamespaceApi,
    runId: string,
    stage: string,
  ): Promise<string> {
    if (!stage)
      return 'The TestRun has no stage: no k6-operator looks after this namespace';
    const pods = await api.list('pods', podSchema, {
      labels: `k6_cr=${runName(runId)}`,
    });
    const trouble = pods.flatMap(pod => troubleOf(pod) ?? [])[0];
    return `The TestRun did not come beyond the stage "${stage}" in time${
      trouble ? `: ${trouble.message}` : ''
    }`;
  }

  async #collect(
    api: NamespaceApi,
    { parallelism }: K6Choice,
    request: RunnerRequest,
    pinned: LoadProfile,
  ): Promise<RunnerOutcome> {
    const pods = await api.list('pods', podSchema, {
      labels: runnerPods(request.runId),
    });
    if (pods.length < parallelism)
      throw new Error(
        `There are ${pods.length} of ${parallelism} runner pods at the end: results of the others are lost`,
      );
    const summaries = await Promise.all(
      pods.map(pod => readSummary(api, pod, request)),
    );
    const merged = mergeSummaries(summaries);
    const result: RunResult = {
      ...resultOfGenerator(merged, {
        profile: request.load,
        generator: 'k6',
        caveats: generators.k6.caveats,
        cancelled: false,
        targetRate: constantRate(pinned),
        startedAt: new Date(begunAt(pods, this.#timing.now())).toISOString(),
        warnings: [],
      }),
      id: request.runId,
    };
    const from = Date.parse(result.startedAt!);
    return {
      result,
      window: { from, to: from + result.measuredSeconds * SECOND },
      hosts: [...new Set(pods.flatMap(({ spec }) => spec.nodeName ?? []))],
    };
  }

  #api({ cluster, namespace }: K6Choice): NamespaceApi {
    return apiOf(this.#options, cluster, namespace);
  }
}

/** The load as k6 can do it. @throws Error with everything that it cannot */
function pinnedLoad({ load, addresses, onMessage }: RunnerRequest) {
  const unmet = [
    ...generators.k6.unsupported(load),
    ...(load.tls?.key
      ? [
          '"tls.key": the script of a TestRun is in a ConfigMap, where a key has no place; take the runner "job" or "local"',
        ]
      : []),
  ];
  if (unmet.length > 0) throw new Error(unmet.join('; '));
  const pinned = pinnedProfile(load, addresses, 'k6');
  if ('problem' in pinned) throw new Error(pinned.problem);
  pinned.notes.forEach(onMessage);
  if (load.warmupSeconds > 0)
    onMessage(
      'There was no warm-up: a TestRun of the k6-operator makes one load only',
    );
  return pinned.load;
}

async function readSummary(
  api: NamespaceApi,
  pod: Pod,
  request: RunnerRequest,
): Promise<RunResult> {
  let log = '';
  await api.followLog(
    pod.metadata.name,
    K6_CONTAINER,
    text => {
      if (log.length < MAX_LOG) log += text;
    },
    request.signal,
  );
  const printed = printedLine(log, '"metrics"');
  const report = printed
    ? importPerformance(printed, { fileName: request.load.name })
    : undefined;
  const [result] = report?.results ?? [];
  if (!result)
    throw new Error(
      `Pod "${pod.metadata.name}" printed no readable summary: ${
        report?.errors[0]?.message ??
        (log.trim().split('\n').slice(-3).join(' ') || 'its log is empty')
      }`,
    );
  return result;
}

/** The pods are paused until all of them are there: the youngest is the nearest to the begin. */
function begunAt(pods: readonly Pod[], now: number): number {
  const times = pods.map(pod =>
    Date.parse(pod.metadata.creationTimestamp ?? ''),
  );
  return times.some(Number.isNaN) ? now : Math.max(...times);
}

async function missingOperator(cluster: Cluster): Promise<string | undefined> {
  try {
    const response = await cluster.connection!.request(GROUP);
    response.body.destroy();
    if (response.status < 300) return undefined;
    return `Cluster "${cluster.name}" does not serve TestRuns of k6.io/v1alpha1: install the k6-operator`;
  } catch (error) {
    return `Cluster "${
      cluster.name
    }" does not say whether it has the k6-operator: ${
      error instanceof Error ? error.message : String(error)
    }`;
  }
}

async function removeAll(api: NamespaceApi, runId: string): Promise<void> {
  const name = runName(runId);
  // Without the kind there is no TestRun either; the API server answers 404 for both.
  await api.remove('testruns', name);
  await api.remove('configmaps', name);
  await api.remove('secrets', name);
}
