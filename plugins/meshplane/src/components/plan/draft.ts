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
  operationKindSchema,
  operationRequestSchema,
  type OperationKind,
  type OperationRequest,
} from '@meshplane/plugin-meshplane-common';

/**
 * What is to be planned lives in the address of the wizard, so that a half-filled wizard can be passed on and survives a
 * reload. The names of the parameters are those of the operation's input; only Helm values, which may be long, are kept
 * beside it (see valuesStore.ts).
 */
export type DraftParams = Record<string, string | string[] | undefined>;

/** Reads the kind of operation; installing is the default. */
export function draftKind(params: URLSearchParams): OperationKind {
  return operationKindSchema.catch('mesh.install').parse(params.get('kind'));
}

class Reader {
  constructor(private readonly params: URLSearchParams) {}

  text(name: string): string | undefined {
    return this.params.get(name)?.trim() || undefined;
  }

  list(name: string): string[] {
    return this.params.getAll(name).filter(Boolean);
  }

  /** Absent: the server's default. */
  flag(name: string): boolean | undefined {
    const value = this.params.get(name);
    if (value === 'true') return true;
    return value === 'false' ? false : undefined;
  }

  number(name: string): number | undefined {
    const value = this.text(name);
    return value === undefined ? undefined : Number(value);
  }

  /** `name=value` pairs; a pair without a value is kept as the empty text. */
  pairs(name: string): Array<[string, string]> {
    return this.list(name).map(item => {
      const at = item.indexOf('=');
      return at < 0 ? [item, ''] : [item.slice(0, at), item.slice(at + 1)];
    });
  }

  pace() {
    return {
      parallel: this.number('parallel'),
      timeoutSeconds: this.number('timeout'),
      stopOnFailure: this.flag('stopOnFailure'),
    };
  }

  workloads() {
    return this.list('workload').map(item => {
      const at = item.indexOf('/');
      return { kind: item.slice(0, at), name: item.slice(at + 1) };
    });
  }

  gatewayApi() {
    const version = this.text('gatewayApi');
    return version
      ? { version, channel: this.text('gatewayApiChannel') }
      : undefined;
  }
}

function onboarding(read: Reader) {
  return {
    mesh: read.text('mesh'),
    namespace: read.text('namespace'),
    workload: read.workloads()[0],
    restart: read.flag('restart'),
    pace: read.pace(),
  };
}

const inputs: Record<
  OperationKind,
  (read: Reader, values: string | undefined) => Record<string, unknown>
> = {
  'mesh.install': (read, values) => ({
    definition: read.text('definition'),
    version: read.text('version'),
    preset: read.text('preset'),
    values,
    revision: read.text('revision'),
    components: read.list('component'),
    gatewayApi: read.gatewayApi(),
  }),
  'mesh.upgrade': (read, values) => ({
    mesh: read.text('mesh'),
    version: read.text('version'),
    strategy: read.text('strategy'),
    revision: read.text('revision'),
    preset: read.text('preset'),
    values,
    gatewayApi: read.gatewayApi(),
    restart: read.flag('restart'),
    pace: read.pace(),
  }),
  'mesh.uninstall': read => ({
    mesh: read.text('mesh'),
    crds: read.text('crds'),
    namespace: read.text('meshNamespace'),
  }),
  'mesh.configure': read => ({
    mesh: read.text('mesh'),
    toggles: Object.fromEntries(
      read
        .pairs('toggle')
        .map(([name, value]) => [
          name,
          value === 'true' || value === 'false' ? value === 'true' : value,
        ]),
    ),
    tags: read.list('tag').length
      ? Object.fromEntries(
          read.pairs('tag').map(([name, value]) => [name, value || null]),
        )
      : undefined,
  }),
  'workload.onboard': read => ({
    ...onboarding(read),
    revision: read.text('revision'),
    waypoint: read.text('waypoint'),
  }),
  'workload.offboard': onboarding,
  'workload.restart': read => ({
    namespace: read.text('namespace'),
    workloads: read.list('workload').length ? read.workloads() : undefined,
    pace: read.pace(),
  }),
  'mesh.migrate': read => ({
    from: read.text('from'),
    to: read.text('to'),
    namespace: read.text('namespace'),
    waypoint: read.text('waypoint'),
    pace: read.pace(),
  }),
  'sample.install': read => ({
    sample: read.text('sample'),
    namespace: read.text('namespace'),
    mesh: read.text('mesh'),
    expose: read.flag('expose'),
  }),
  'sample.remove': read => ({
    sample: read.text('sample'),
    namespace: read.text('namespace'),
  }),
  'release.recover': read => ({
    namespace: read.text('namespace'),
    release: read.text('release'),
    action: read.text('action'),
  }),
};

/** Something that is missing or wrong in a draft. */
export interface DraftProblem {
  /** Path in the request, such as `input.version`. */
  field: string;
  text: string;
}

/** Names of fields in messages. */
const fieldNames: Record<string, string> = {
  clusters: 'Cluster',
  'rollout.canary': 'Canary cluster',
  'input.definition': 'Product',
  'input.version': 'Version',
  'input.mesh': 'Mesh',
  'input.namespace': 'Namespace',
  'input.revision': 'Revision',
  'input.waypoint': 'Waypoint',
  'input.from': 'From',
  'input.to': 'To',
  'input.sample': 'Sample',
  'input.release': 'Release',
  'input.action': 'What to do',
  'input.pace.parallel': 'Workloads at a time',
  'input.pace.timeoutSeconds': 'Longest wait for a workload',
  'input.values': 'Values',
};

/** The request of a draft, or what stands against it. */
export function toRequest(
  params: URLSearchParams,
  values: string | undefined,
): { request?: OperationRequest; problems: DraftProblem[] } {
  const read = new Reader(params);
  const kind = draftKind(params);
  const clusters = read.list('cluster');
  const policy = read.text('rollout') ?? 'one-by-one';
  const result = operationRequestSchema.safeParse({
    kind,
    input: inputs[kind](read, values?.trim() ? values : undefined),
    clusters,
    rollout:
      policy === 'canary' && clusters.length > 1
        ? { policy, canary: read.text('canary') ?? clusters[0] }
        : { policy: policy === 'canary' ? 'one-by-one' : policy },
    delivery: read.text('delivery'),
  });
  if (result.success) return { request: result.data, problems: [] };
  return {
    problems: result.error.issues.map(issue => {
      const field = issue.path.join('.');
      const isMissing =
        issue.code === 'invalid_type' && issue.message.includes('undefined');
      const name = fieldNames[field] ?? field;
      return {
        field,
        text:
          isMissing || field === 'clusters'
            ? `${name} is missing`
            : `${name}: ${issue.message}`,
      };
    }),
  };
}

function paceParams(pace: unknown): DraftParams {
  if (typeof pace !== 'object' || pace === null) return {};
  const { parallel, timeoutSeconds, stopOnFailure } = pace as Record<
    string,
    unknown
  >;
  return {
    parallel: text(parallel),
    timeout: text(timeoutSeconds),
    stopOnFailure: text(stopOnFailure),
  };
}

function text(value: unknown): string | undefined {
  return value === undefined || value === null ? undefined : String(value);
}

function workloadText(value: unknown): string {
  const { kind, name } = value as { kind: string; name: string };
  return `${kind}/${name}`;
}

/** Fields of an input that are written in another form, or under another name, in the address. */
const special: Record<string, (value: never) => DraftParams> = {
  // Values are handed on beside the address; this only says that there are some.
  values: () => ({ values: 'new' }),
  pace: paceParams,
  components: (value: string[]) => ({ component: value }),
  toggles: (value: Record<string, unknown>) => ({
    toggle: Object.entries(value).map(([name, item]) => `${name}=${item}`),
  }),
  tags: (value: Record<string, string | null>) => ({
    tag: Object.entries(value).map(([name, item]) => `${name}=${item ?? ''}`),
  }),
  workload: (value: unknown) => ({ workload: workloadText(value) }),
  workloads: (value: unknown[]) => ({ workload: value.map(workloadText) }),
  gatewayApi: (value: { version: string; channel?: string }) => ({
    gatewayApi: value.version,
    gatewayApiChannel: value.channel,
  }),
};

/** The draft that an operation was planned from: the way back into the wizard. */
export function fromOperation(operation: {
  kind: OperationKind;
  input: Record<string, unknown>;
  clusters: string[];
  rollout?: OperationRequest['rollout'];
  delivery: OperationRequest['delivery'];
}): DraftParams {
  const { kind, input, clusters, rollout, delivery } = operation;
  const params: DraftParams = {
    kind,
    cluster: clusters,
    delivery: delivery === 'direct' ? undefined : delivery,
    rollout: clusters.length > 1 ? rollout?.policy : undefined,
    canary: rollout?.policy === 'canary' ? rollout.canary : undefined,
  };
  for (const [name, value] of Object.entries(input)) {
    if (value === undefined || value === null) continue;
    if (name === 'namespace' && kind === 'mesh.uninstall') {
      params.meshNamespace = text(value);
    } else if (special[name]) {
      Object.assign(params, special[name](value as never));
    } else {
      params[name] = text(value);
    }
  }
  return params;
}
