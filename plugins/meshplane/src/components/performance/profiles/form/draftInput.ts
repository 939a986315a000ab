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
  profileInputSchema,
  type ProfileInput,
} from '@meshplane/plugin-meshplane-common';
import { readLabels } from '../../parts/labels';
import type { EndpointDraft, KeptParts, ProfileDraft } from './profileDraft';

/** What is wrong, by the path of the field: `load.endpoints.0.url`. */
export type Problems = Record<string, string>;

/** A number that was typed; text that is none becomes `NaN`, which the schema refuses at its path. */
function number(text: string): number {
  return text.trim() === '' ? Number.NaN : Number(text);
}

function optionalNumber(text: string): number | undefined {
  return text.trim() === '' ? undefined : Number(text);
}

function list(text: string): string[] {
  return [
    ...new Set(
      text
        .split(',')
        .map(item => item.trim())
        .filter(Boolean),
    ),
  ];
}

/** Reads `Name: value` lines; what is wrong is put among the problems. */
function readHeaders(
  text: string,
  path: string,
  problems: Problems,
): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [index, raw] of text.split('\n').entries()) {
    const line = raw.trim();
    if (!line) continue;
    const at = line.indexOf(':');
    if (at < 1) {
      problems[path] = `Line ${index + 1}: "${line}" is not Name: value.`;
      return {};
    }
    headers[line.slice(0, at).trim()] = line.slice(at + 1).trim();
  }
  return headers;
}

function readPairs(
  text: string,
  path: string,
  problems: Problems,
): Record<string, string> {
  const read = readLabels(text);
  if ('labels' in read) return read.labels;
  problems[path] = read.problem;
  return {};
}

function endpointInput(
  endpoint: EndpointDraft,
  path: string,
  problems: Problems,
) {
  const { bodyKind, body } = endpoint;
  return {
    name: endpoint.name.trim() || undefined,
    url: endpoint.url.trim(),
    method: endpoint.method.trim().toUpperCase(),
    headers: readHeaders(endpoint.headers, `${path}.headers`, problems),
    cookies: readPairs(endpoint.cookies, `${path}.cookies`, problems),
    ...(bodyKind === 'text' ? { body: { text: body } } : {}),
    ...(bodyKind === 'base64' ? { body: { base64: body.trim() } } : {}),
    weight: number(endpoint.weight),
    expectStatus:
      endpoint.expectStatus.trim() === ''
        ? undefined
        : list(endpoint.expectStatus).map(Number),
    expectBody: endpoint.expectBody || undefined,
  };
}

function tlsInput(draft: ProfileDraft) {
  const { tlsVerify, tlsServerName, tlsCa, tlsCert, tlsKey } = draft;
  const isDefault =
    tlsVerify && ![tlsServerName, tlsCa, tlsCert, tlsKey].some(Boolean);
  if (isDefault) return {};
  return {
    tls: {
      verify: tlsVerify,
      serverName: tlsServerName.trim() || undefined,
      ca: tlsCa || undefined,
      cert: tlsCert || undefined,
      key: tlsKey || undefined,
    },
  };
}

function runnerInput(draft: ProfileDraft) {
  const { runnerType, generator, cluster, namespace } = draft;
  switch (runnerType) {
    case 'local':
      return { type: runnerType, generator };
    case 'job':
      return {
        type: runnerType,
        generator,
        cluster,
        namespace: namespace.trim(),
        shards: number(draft.shards),
        sidecar: draft.sidecar,
      };
    default:
      return {
        type: runnerType,
        cluster,
        namespace: namespace.trim(),
        parallelism: number(draft.parallelism),
      };
  }
}

function loadInput(draft: ProfileDraft, problems: Problems, kept: KeptParts) {
  const { streams } = draft;
  return {
    ...kept,
    // The load has a name of its own only in files; here it is that of the profile.
    name: draft.name.trim() || 'profile',
    labels: readPairs(draft.labels, 'load.labels', problems),
    endpoints: draft.endpoints.map((endpoint, index) =>
      endpointInput(endpoint, `load.endpoints.${index}`, problems),
    ),
    load:
      draft.model === 'open'
        ? {
            model: 'open',
            stages: draft.stages.map(stage => ({
              seconds: number(stage.seconds),
              from: number(stage.from),
              to: number(stage.to),
            })),
            arrivals: draft.arrivals,
            seed: number(draft.seed),
          }
        : {
            model: 'closed',
            seconds: number(draft.closedSeconds),
            pipelining: number(draft.pipelining),
          },
    transport: draft.transport,
    connections: number(draft.connections),
    streams:
      draft.transport === 'http2' || draft.transport === 'grpc'
        ? optionalNumber(streams)
        : undefined,
    threads: number(draft.threads),
    warmupSeconds: number(draft.warmupSeconds),
    drainSeconds: number(draft.drainSeconds),
    timeoutSeconds: number(draft.timeoutSeconds),
    ...tlsInput(draft),
    gates: draft.gates.map(gate => ({
      metric: gate.metric.trim(),
      threshold: gate.threshold.trim(),
      abort: gate.abort,
      delaySeconds: number(gate.delaySeconds),
    })),
  };
}

/** What the schema says of a field. */
interface Issue {
  code?: string;
  expected?: unknown;
  origin?: unknown;
  minimum?: unknown;
  maximum?: unknown;
  inclusive?: boolean;
  message: string;
}

/** What the schema finds, in words for the field that it is about. */
function sentenceOf(issue: Issue): string {
  const { code, expected, origin, minimum, maximum, inclusive } = issue;
  if (code === 'invalid_type' && expected === 'number') {
    return 'A number is needed.';
  }
  if (code === 'invalid_type' && expected === 'int') {
    return 'A whole number is needed.';
  }
  if (code === 'too_small' && origin === 'string') return 'This is needed.';
  if (code === 'too_small' && origin === 'number') {
    return inclusive ? `At least ${minimum}.` : `More than ${minimum}.`;
  }
  if (code === 'too_big' && origin === 'number') {
    return `At most ${maximum}.`;
  }
  return issue.message.replace(
    'Invalid URL',
    'An address is needed, such as http://host:8080/path',
  );
}

/**
 * Checks what was typed.
 *
 * @returns the profile as the API takes it, or every problem by the path of its field
 */
export function inputOf(
  draft: ProfileDraft,
  kept: KeptParts = {},
): { input: ProfileInput } | { problems: Problems } {
  const problems: Problems = {};
  const errorRate = optionalNumber(draft.stopAtErrorRate);
  const candidate = {
    name: draft.name,
    description: draft.description,
    entityRef: draft.entityRef.trim() || undefined,
    load: loadInput(draft, problems, kept),
    runner: runnerInput(draft),
    measured: draft.measured.map(one => ({
      cluster: one.cluster,
      namespace: one.namespace.trim(),
      workload: one.workload.trim() || undefined,
    })),
    tags: list(draft.tags),
    stopAtErrorRate: errorRate === undefined ? undefined : errorRate / 100,
  };
  const parsed = profileInputSchema.safeParse(candidate);
  if (!parsed.success) {
    for (const issue of parsed.error.issues) {
      const path = issue.path.join('.');

      problems[path] ??=
        path === 'stopAtErrorRate'
          ? 'A number from 0 to 100 is needed.'
          : sentenceOf(issue);
    }
  }
  if (Object.keys(problems).length > 0) return { problems };
  return { input: parsed.data as ProfileInput };
}
