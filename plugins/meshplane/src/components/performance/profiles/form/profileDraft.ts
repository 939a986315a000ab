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

import type {
  PerformanceProfile,
  ProfileInput,
} from '@meshplane/plugin-meshplane-common';
import { labelsText } from '../../parts/labels';

/** Text fields of one endpoint. */
export interface EndpointDraft {
  key: string;
  name: string;
  url: string;
  method: string;
  weight: string;
  /** `Name: value`, one a line. */
  headers: string;
  /** `name=value`, one a line. */
  cookies: string;
  bodyKind: 'none' | 'text' | 'base64';
  body: string;
  /** Numbers with commas between them. */
  expectStatus: string;
  expectBody: string;
}

/** Text fields of one stage of an open load. */
export interface StageDraft {
  key: string;
  seconds: string;
  from: string;
  to: string;
}

/** Fields of one gate. */
export interface GateDraft {
  key: string;
  metric: string;
  threshold: string;
  abort: boolean;
  delaySeconds: string;
}

/** Fields of one workload whose resources are read. */
export interface MeasuredDraft {
  key: string;
  cluster: string;
  namespace: string;
  workload: string;
}

/** A profile as it is typed: everything is text until it is checked, so that nothing that was typed gets lost. */
export interface ProfileDraft {
  name: string;
  description: string;
  entityRef: string;
  tags: string;
  labels: string;
  endpoints: EndpointDraft[];
  model: 'open' | 'closed';
  stages: StageDraft[];
  arrivals: 'uniform' | 'poisson';
  seed: string;
  closedSeconds: string;
  pipelining: string;
  transport: PerformanceProfile['load']['transport'];
  connections: string;
  streams: string;
  threads: string;
  warmupSeconds: string;
  drainSeconds: string;
  timeoutSeconds: string;
  tlsVerify: boolean;
  tlsServerName: string;
  tlsCa: string;
  tlsCert: string;
  tlsKey: string;
  gates: GateDraft[];
  runnerType: PerformanceProfile['runner']['type'];
  generator: string;
  cluster: string;
  namespace: string;
  shards: string;
  sidecar: boolean;
  parallelism: string;
  measured: MeasuredDraft[];
  /** Percent. */
  stopAtErrorRate: string;
}

let nextKey = 0;
/** Identity of a row while it is edited; rows have no other. */
export function rowKey(): string {
  nextKey += 1;
  return `row-${nextKey}`;
}

/** An endpoint without anything in it. */
export function newEndpoint(url = ''): EndpointDraft {
  return {
    key: rowKey(),
    name: '',
    url,
    method: 'GET',
    weight: '1',
    headers: '',
    cookies: '',
    bodyKind: 'none',
    body: '',
    expectStatus: '',
    expectBody: '',
  };
}

/** Another stage, which goes on where the one before ends. */
export function newStage(before?: StageDraft): StageDraft {
  return {
    key: rowKey(),
    seconds: '60',
    from: before?.to ?? '50',
    to: before?.to ?? '50',
  };
}

/** A gate that only has to be adapted. */
export function newGate(): GateDraft {
  return {
    key: rowKey(),
    metric: 'latency',
    threshold: 'p(99)<250',
    abort: false,
    delaySeconds: '5',
  };
}

/** What a new profile starts with; a target and a component may come from where it was asked for. */
export function emptyDraft(
  from: { url?: string; entityRef?: string; name?: string } = {},
): ProfileDraft {
  return {
    name: from.name ?? '',
    description: '',
    entityRef: from.entityRef ?? '',
    tags: '',
    labels: '',
    endpoints: [newEndpoint(from.url)],
    model: 'open',
    stages: [newStage()],
    arrivals: 'uniform',
    seed: '1',
    closedSeconds: '30',
    pipelining: '1',
    transport: 'http1',
    connections: '10',
    streams: '',
    threads: '1',
    warmupSeconds: '5',
    drainSeconds: '5',
    timeoutSeconds: '10',
    tlsVerify: true,
    tlsServerName: '',
    tlsCa: '',
    tlsCert: '',
    tlsKey: '',
    gates: [],
    runnerType: 'local',
    generator: 'meshplane',
    cluster: '',
    namespace: '',
    shards: '1',
    sidecar: false,
    parallelism: '1',
    measured: [],
    stopAtErrorRate: '',
  };
}

function bodyOf(
  endpoint: PerformanceProfile['load']['endpoints'][number],
): Pick<EndpointDraft, 'bodyKind' | 'body'> {
  if (!endpoint.body) return { bodyKind: 'none', body: '' };
  return 'text' in endpoint.body
    ? { bodyKind: 'text', body: endpoint.body.text }
    : { bodyKind: 'base64', body: endpoint.body.base64 };
}

function endpointDraft(
  endpoint: PerformanceProfile['load']['endpoints'][number],
): EndpointDraft {
  return {
    key: rowKey(),
    name: endpoint.name ?? '',
    url: endpoint.url,
    method: endpoint.method,
    weight: String(endpoint.weight),
    headers: Object.entries(endpoint.headers)
      .map(([name, value]) => `${name}: ${value}`)
      .join('\n'),
    cookies: labelsText(endpoint.cookies),
    ...bodyOf(endpoint),
    expectStatus: endpoint.expectStatus?.join(', ') ?? '',
    expectBody: endpoint.expectBody ?? '',
  };
}

function runnerDraft(runner: PerformanceProfile['runner']) {
  switch (runner.type) {
    case 'local':
      return { runnerType: runner.type, generator: runner.generator };
    case 'job':
      return {
        runnerType: runner.type,
        generator: runner.generator,
        cluster: runner.cluster,
        namespace: runner.namespace,
        shards: String(runner.shards),
        sidecar: runner.sidecar,
      };
    default:
      return {
        runnerType: runner.type,
        generator: 'k6',
        cluster: runner.cluster,
        namespace: runner.namespace,
        parallelism: String(runner.parallelism),
      };
  }
}

/** The fields of a stored profile. */
export function draftOf(profile: PerformanceProfile): ProfileDraft {
  const { load } = profile;
  const { tls } = load;
  return {
    ...emptyDraft(),
    name: profile.name,
    description: profile.description,
    entityRef: profile.entityRef ?? '',
    tags: profile.tags.join(', '),
    labels: labelsText(load.labels),
    endpoints: load.endpoints.map(endpointDraft),
    model: load.load.model,
    ...(load.load.model === 'open'
      ? {
          stages: load.load.stages.map(stage => ({
            key: rowKey(),
            seconds: String(stage.seconds),
            from: String(stage.from),
            to: String(stage.to),
          })),
          arrivals: load.load.arrivals,
          seed: String(load.load.seed),
        }
      : {
          closedSeconds: String(load.load.seconds),
          pipelining: String(load.load.pipelining),
        }),
    transport: load.transport,
    connections: String(load.connections),
    streams: load.streams === undefined ? '' : String(load.streams),
    threads: String(load.threads),
    warmupSeconds: String(load.warmupSeconds),
    drainSeconds: String(load.drainSeconds),
    timeoutSeconds: String(load.timeoutSeconds),
    tlsVerify: tls?.verify ?? true,
    tlsServerName: tls?.serverName ?? '',
    tlsCa: tls?.ca ?? '',
    tlsCert: tls?.cert ?? '',
    tlsKey: tls?.key ?? '',
    gates: load.gates.map(gate => ({
      key: rowKey(),
      metric: gate.metric,
      threshold: gate.threshold,
      abort: gate.abort,
      delaySeconds: String(gate.delaySeconds),
    })),
    ...runnerDraft(profile.runner),
    measured: profile.measured.map(one => ({
      key: rowKey(),
      cluster: one.cluster,
      namespace: one.namespace,
      workload: one.workload ?? '',
    })),
    stopAtErrorRate:
      profile.stopAtErrorRate === undefined
        ? ''
        : String(Number((profile.stopAtErrorRate * 100).toPrecision(12))),
  };
}

/** Fields of a profile that the form does not show and that have to survive an edit. */
export type KeptParts = Pick<ProfileInput['load'], 'preserved'>;
