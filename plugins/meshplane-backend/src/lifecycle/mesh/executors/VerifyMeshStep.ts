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
  chartVersionOf,
  type MeshDefinition,
  type MeshInstance,
} from '@meshplane/meshes';
import type { ClusterConnection } from '@meshplane/plugin-meshplane-node';
import { z } from 'zod';
import type { Inventory } from '../../../inventory/Inventory';
import type {
  StepContext,
  StepExecutor,
  StepOutcome,
} from '../../../operations/model';
import { readyEndpoints } from '../facts/webhooks';
import type { MeshLifecycleDeps } from '../deps';
import { untilInventory } from './untilInventory';

const checkSchema = z.discriminatedUnion('check', [
  z.object({
    check: z.literal('control-plane-ready'),
    definition: z.string(),
    namespace: z.string().optional(),
  }),
  z.object({ check: z.literal('webhooks-answer'), definition: z.string() }),
  z.object({
    check: z.literal('version'),
    definition: z.string(),
    version: z.string(),
    revision: z.string().optional(),
  }),
  z.object({
    check: z.literal('gateway-api'),
    version: z.string(),
    channel: z.string(),
  }),
  z.object({
    check: z.literal('crds-established'),
    groups: z.array(z.string()),
  }),
  z.object({ check: z.literal('no-new-findings') }),
  z.object({
    check: z.literal('gone'),
    definition: z.string(),
    namespace: z.string().optional(),
  }),
  z.object({ check: z.literal('coverage'), namespaces: z.array(z.string()) }),
]);
type Check = z.output<typeof checkSchema>;

const paramsSchema = z.object({
  checks: z.array(checkSchema).min(1),
  /** Findings that the cluster had when the plan was made: `mesh id: code`. */
  knownReasons: z.array(z.string()).default([]),
});
type Params = z.output<typeof paramsSchema>;

type Row = NonNullable<StepOutcome['result']>[number];

/** Longest time for the inventory to show what an operation did. */
const TIMEOUT_MS = 180_000;

/** The cluster is not as it was planned. */
class VerificationError extends Error {
  constructor(failed: readonly Row[]) {
    super(failed.map(({ title, detail }) => `${title}: ${detail}`).join('. '));
    this.name = 'VerificationError';
  }
}

/** Looks whether the cluster is as the operation wanted it, in the inventory that the pages show. */
export class VerifyMeshStep implements StepExecutor<Params> {
  readonly type = 'verify-mesh';
  readonly params: z.ZodType<Params> = paramsSchema;
  readonly #reports: MeshLifecycleDeps['reports'];
  readonly #inventory: Pick<Inventory, 'subscribe'>;
  readonly #definitions: readonly MeshDefinition[];

  constructor(
    options: Pick<MeshLifecycleDeps, 'reports' | 'inventory' | 'definitions'>,
  ) {
    this.#definitions = options.definitions;
    this.#reports = options.reports;
    this.#inventory = options.inventory;
  }

  async check() {
    return {
      state: 'todo' as const,
      detail: 'What is true now has to be looked at now',
    };
  }

  async run(params: Params, context: StepContext): Promise<StepOutcome> {
    const judge = () =>
      Promise.all(
        params.checks.map(check => this.#judge(check, params, context)),
      );
    let rows: Row[] = [];
    await untilInventory(
      this.#inventory,
      context,
      async () => {
        rows = await judge();
        return rows.every(({ state }) => state !== 'failed');
      },
      TIMEOUT_MS,
    );
    const failed = rows.filter(({ state }) => state === 'failed');
    for (const { title, detail } of failed)
      context.log('error', `${title}: ${detail}`);
    if (failed.length > 0) throw new VerificationError(failed);
    return {
      detail: `${rows.length} checks passed`,
      result: rows,
    };
  }

  async #judge(
    check: Check,
    { knownReasons }: Params,
    context: StepContext,
  ): Promise<Row> {
    const { report, snapshot } = this.#reports.report(context.cluster.name);
    const of = (definition: string, namespace?: string) =>
      report.meshes.filter(
        mesh =>
          mesh.definition === definition &&
          (namespace === undefined || mesh.namespace === namespace),
      );
    switch (check.check) {
      case 'control-plane-ready':
        return readiness(of(check.definition, check.namespace));
      case 'version':
        return versionRow(
          of(check.definition).filter(
            mesh =>
              check.revision === undefined || mesh.revision === check.revision,
          ),
          check.version,
          this.#definitions.find(({ id }) => id === check.definition),
        );
      case 'webhooks-answer':
        return webhookRow(
          context.connection,
          webhookServices(of(check.definition), snapshot),
          context.signal,
        );
      case 'gateway-api': {
        const [bundle] = of('gateway-api');
        const wanted = `${check.version.replace(/^v/, '')} (${check.channel})`;
        const is = bundle
          ? `${bundle.version?.replace(/^v/, '')} (${bundle.channel})`
          : 'not there';
        return {
          title: 'Gateway API as planned',
          state: is === wanted ? 'passed' : 'failed',
          detail: `It is ${is}; planned was ${wanted}`,
        };
      }
      case 'crds-established':
        return crdRow(check.groups, snapshot);
      case 'no-new-findings': {
        const fresh = reasonKeys(report.meshes).filter(
          key => !knownReasons.includes(key),
        );
        return {
          title: 'No new findings',
          state: fresh.length === 0 ? 'passed' : 'failed',
          detail:
            fresh.length === 0
              ? 'The cluster has no finding that it did not have before'
              : `New are: ${fresh.join('; ')}`,
        };
      }
      case 'gone': {
        const left = of(check.definition, check.namespace);
        return {
          title: 'Removed',
          state: left.length === 0 ? 'passed' : 'failed',
          detail:
            left.length === 0
              ? `"${check.definition}" is not found any more`
              : `Still found: ${left.map(({ id }) => id).join(', ')}`,
        };
      }
      default: {
        const rows = report.namespaces.filter(({ namespace }) =>
          check.namespaces.includes(namespace),
        );
        return {
          title: 'Coverage',
          state: 'unknown',
          detail: rows.map(row => `${row.namespace}: ${row.state}`).join(', '),
        };
      }
    }
  }
}

/** Findings of installations as keys that can be kept in a plan. */
export function reasonKeys(meshes: readonly MeshInstance[]): string[] {
  return meshes.flatMap(mesh =>
    mesh.reasons
      .filter(({ severity }) => severity !== 'info')
      .map(({ code }) => `${mesh.id}: ${code}`),
  );
}

function readiness(meshes: readonly MeshInstance[]): Row {
  const title = 'Control plane ready';
  if (meshes.length === 0)
    return { title, state: 'failed', detail: 'It is not found' };
  const parts = meshes.flatMap(mesh =>
    mesh.components.filter(({ role }) => role !== 'crds'),
  );
  const open = parts.filter(
    ({ desired, ready }) => desired !== undefined && (ready ?? 0) < desired,
  );
  return {
    title,
    state: open.length === 0 ? 'passed' : 'failed',
    detail:
      open.length === 0
        ? `${parts.length} components are ready`
        : `Not ready: ${open
            .map(
              ({ object, ready, desired }) =>
                `${object.kind} ${object.name} (${ready ?? 0} of ${desired})`,
            )
            .join(', ')}`,
  };
}

/** Charts and images of one release may be numbered differently: `2026.8.3` and `edge-26.8.3`. */
function versionRow(
  meshes: readonly MeshInstance[],
  wanted: string,
  definition: MeshDefinition | undefined,
): Row {
  const title = `Version ${wanted}`;
  const found = meshes.map(({ version }) => version ?? 'unknown');
  const plain = (version: string) =>
    (definition ? chartVersionOf(definition, version) : version).replace(
      /^v/,
      '',
    );
  return found.some(version => plain(version) === plain(wanted))
    ? { title, state: 'passed', detail: `It runs ${wanted}` }
    : {
        title,
        state: 'failed',
        detail:
          found.length > 0 ? `It runs ${found.join(', ')}` : 'It is not found',
      };
}

type Snapshot = ReturnType<MeshLifecycleDeps['reports']['report']>['snapshot'];

function webhookServices(
  meshes: readonly MeshInstance[],
  snapshot: Snapshot,
): { namespace: string; name: string }[] {
  const namespaces = new Set(meshes.map(({ namespace }) => namespace));
  const configurations = [
    ...snapshot.list(
      'MutatingWebhookConfiguration.admissionregistration.k8s.io',
    ),
    ...snapshot.list(
      'ValidatingWebhookConfiguration.admissionregistration.k8s.io',
    ),
  ];
  const services = configurations
    .flatMap(({ webhooks }) => webhooks ?? [])
    .flatMap(({ service }) => service ?? [])
    .filter(({ namespace }) => namespaces.has(namespace));
  return [
    ...new Map(
      services.map(({ namespace, name }) => [
        `${namespace}/${name}`,
        { namespace, name },
      ]),
    ).values(),
  ];
}

async function webhookRow(
  connection: ClusterConnection,
  services: readonly { namespace: string; name: string }[],
  signal: AbortSignal,
): Promise<Row> {
  const title = 'Webhooks have ready backends';
  if (services.length === 0)
    return { title, state: 'passed', detail: 'It has no webhooks' };
  const counts = await Promise.all(
    services.map(service => readyEndpoints(connection, service, signal)),
  );
  const down = services.filter((_, index) => counts[index] === 0);
  if (down.length > 0)
    return {
      title,
      state: 'failed',
      detail: `No ready endpoint behind ${down
        .map(({ namespace, name }) => `Service ${namespace}/${name}`)
        .join(', ')}`,
    };
  return counts.includes(undefined)
    ? { title, state: 'unknown', detail: 'Endpoints may not be read' }
    : {
        title,
        state: 'passed',
        detail: services
          .map(
            ({ namespace, name }, index) =>
              `${namespace}/${name}: ${counts[index]} ready`,
          )
          .join(', '),
      };
}

function crdRow(groups: readonly string[], snapshot: Snapshot): Row {
  const crds = snapshot
    .list('CustomResourceDefinition.apiextensions.k8s.io')
    .filter(({ spec }) => groups.includes(spec.group));
  const open = crds.filter(
    ({ status }) =>
      !status?.conditions?.some(
        c => c.type === 'Established' && c.status === 'True',
      ),
  );
  return {
    title: 'Custom resources served',
    state: crds.length > 0 && open.length === 0 ? 'passed' : 'failed',
    detail:
      open.length > 0
        ? `Not served: ${open.map(({ metadata }) => metadata.name).join(', ')}`
        : `${crds.length} CRDs of ${groups.join(', ')} are served`,
  };
}
