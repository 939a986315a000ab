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

import { InputError } from '@backstage/errors';
import type { OperationInput } from '@meshplane/plugin-meshplane-common';
import type {
  OperationPlanner,
  PlanContext,
  PlannedOperation,
} from '../../../operations/model';
import { counted } from '../checks/finding';
import { inventoryState, podsAreRefused } from '../checks/meshChecks';
import { namespaceState } from '../checks/namespaceChecks';
import { unreadableKinds, withObstacles } from '../checks/workloadChecks';
import type { PlanningDeps } from '../deps';
import { readNamespaceFacts } from '../facts/NamespaceFacts';
import { KubeClient } from '../kube/KubeClient';
import { noMarks } from '../marks/marks';
import { assemble } from './assemble';
import { changeOf, restartable } from './change';
import { digestOf, workloadFacts } from './fingerprint';
import { CoverageLookup } from './restartReasons';
import { requireWorkload } from './target';

type Input = OperationInput<'workload.restart'>;

/** Makes the pods of workloads new, so that they get the proxy that they should have. */
export class RestartPlanner implements OperationPlanner<'workload.restart'> {
  readonly kind = 'workload.restart' as const;
  readonly #deps: PlanningDeps;

  constructor(deps: PlanningDeps) {
    this.#deps = deps;
  }

  async plan(input: Input, context: PlanContext): Promise<PlannedOperation> {
    if (context.delivery === 'gitops') {
      throw new InputError(
        'A restart cannot be delivered as files: plan it with delivery "direct"',
      );
    }
    const { snapshot, report, systemNamespaces } = this.#deps.reports.report(
      context.cluster.name,
    );
    const client = new KubeClient(context.connection, context.signal);
    const { facts, chosen, coverage } = await this.#choose(
      input,
      client,
      context,
    );
    const reached = restartable(chosen);
    const change = changeOf(facts, {
      namespaceMarks: noMarks(),
      restarts: new Map(
        reached.map(one => [
          one,
          coverage.restartReason(one) ?? 'it was asked for',
        ]),
      ),
    });
    return assemble(
      {
        title: `Restart ${counted(reached.length, 'workload')} of "${
          input.namespace
        }"`,
        summary: `Makes the pods of ${counted(
          reached.length,
          'workload',
        )} new, ${input.pace.parallel} at a time.`,
        facts,
        change,
        pace: input.pace,
        findings: [
          ...namespaceState(facts, systemNamespaces).filter(
            // Restarting a control plane is an ordinary thing to do; bringing it onto a mesh is not.
            ({ id }) => id !== 'system-namespace',
          ),
          ...podsAreRefused(report, []),
          ...inventoryState(snapshot),
          ...withObstacles(chosen),
          ...unreadableKinds(facts),
        ],
        verify: {
          definition: '',
          mesh: '',
          expect: 'settled',
          workloads: reached.map(({ kind, metadata }) => ({
            kind,
            name: metadata.name,
          })),
        },
        fingerprint: digestOf(
          workloadFacts(facts.namespace, chosen, this.#deps.definitions),
        ),
      },
      client,
      context,
      this.#deps,
    );
  }

  async fingerprint(input: Input, context: PlanContext): Promise<string> {
    const client = new KubeClient(context.connection, context.signal);
    const { facts, chosen } = await this.#choose(input, client, context);
    return digestOf(
      workloadFacts(facts.namespace, chosen, this.#deps.definitions),
    );
  }

  async #choose(
    { namespace, workloads }: Input,
    client: KubeClient,
    { cluster }: PlanContext,
  ) {
    const facts = await readNamespaceFacts(client, namespace);
    const coverage = new CoverageLookup(
      this.#deps.reports.report(cluster.name).report,
    );
    const chosen = workloads
      ? workloads.map(ref => requireWorkload(facts, ref))
      : facts.workloads.filter(
          one => coverage.restartReason(one) !== undefined,
        );
    return { facts, chosen: [...new Set(chosen)], coverage };
  }
}
