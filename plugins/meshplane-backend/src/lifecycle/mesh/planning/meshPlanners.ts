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

import { ConflictError, InputError, NotFoundError } from '@backstage/errors';
import type {
  HelmValues,
  MeshDefinition,
  MeshInstance,
} from '@meshplane/meshes';
import type {
  OperationInput,
  OperationKind,
} from '@meshplane/plugin-meshplane-common';
import type { OperationPlanner, PlanContext } from '../../../operations/model';
import type { MeshLifecycleDeps } from '../deps';
import { recommendedVersion } from '../offers/versions';
import { installedChartValues } from './installedValues';
import { meshFingerprint } from './meshFingerprint';
import { namespacesOf, planMesh } from './planMesh';
import { isReadOnly, requireDefinition, requireInstance } from './target';
import { readValues } from './values';

const WAYS = {
  rollback: 'Roll back to the last revision that was deployed',
  'delete-pending': 'Remove the record of the revision that was cut off',
  uninstall: 'Uninstall what the first installation left',
} as const;

/** Installs a mesh, a gateway or the Gateway API's CRDs. */
class InstallPlanner implements OperationPlanner<'mesh.install'> {
  readonly kind = 'mesh.install' as const;
  constructor(private readonly deps: MeshLifecycleDeps) {}

  async plan(input: OperationInput<'mesh.install'>, context: PlanContext) {
    const { deps } = this;
    const definition = requireDefinition(deps, input.definition);
    const { version = await recommendedVersion(deps, definition, context) } =
      input;
    return planMesh(
      deps,
      definition,
      {
        action: 'install',
        version,
        preset: input.preset,
        components: input.components,
        revision: input.revision,
        values: readValues(definition, input.values),
        gatewayApi: input.gatewayApi,
      },
      context,
    );
  }

  fingerprint(input: OperationInput<'mesh.install'>, context: PlanContext) {
    const definition = requireDefinition(this.deps, input.definition);
    return meshFingerprint(this.deps, context, namespacesOf(definition));
  }
}

/** What the planners for an installation that is there have in common. */
abstract class InstancePlanner<K extends OperationKind>
  implements OperationPlanner<K>
{
  abstract readonly kind: K;
  constructor(protected readonly deps: MeshLifecycleDeps) {}

  abstract plan(
    input: OperationInput<K>,
    context: PlanContext,
  ): ReturnType<typeof planMesh>;

  async fingerprint(input: OperationInput<K>, context: PlanContext) {
    const { instance, definition } = this.target(input, context);
    return meshFingerprint(
      this.deps,
      context,
      namespacesOf(definition, instance.namespace),
    );
  }

  /** @throws ConflictError if somebody else manages it */
  protected target(input: OperationInput<K>, { cluster }: PlanContext) {
    const { mesh } = input as { mesh: string };
    const found = requireInstance(this.deps, cluster.name, mesh);
    refuseManaged(found);
    return found;
  }
}

class UpgradePlanner extends InstancePlanner<'mesh.upgrade'> {
  readonly kind = 'mesh.upgrade' as const;

  async plan(input: OperationInput<'mesh.upgrade'>, context: PlanContext) {
    const { instance, definition } = this.target(input, context);
    const values: Record<string, HelmValues> =
      readValues(definition, input.values) ??
      (await installedChartValues(this.deps, definition, instance, context));
    return planMesh(
      this.deps,
      definition,
      {
        action: 'upgrade',
        instance,
        version: input.version,
        strategy: input.strategy,
        revision: input.revision,
        preset: input.preset,
        values,
        gatewayApi: input.gatewayApi,
        restart: input.restart,
      },
      context,
      { namespace: instance.namespace, pace: input.pace },
    );
  }
}

class UninstallPlanner extends InstancePlanner<'mesh.uninstall'> {
  readonly kind = 'mesh.uninstall' as const;

  async plan(input: OperationInput<'mesh.uninstall'>, context: PlanContext) {
    const { instance, definition } = this.target(input, context);
    const { crds, namespace } = input;
    return planMesh(
      this.deps,
      definition,
      { action: 'uninstall', instance, crds, namespace },
      context,
      { namespace: instance.namespace },
    );
  }
}

class ConfigurePlanner extends InstancePlanner<'mesh.configure'> {
  readonly kind = 'mesh.configure' as const;

  async plan(input: OperationInput<'mesh.configure'>, context: PlanContext) {
    const { instance, definition } = this.target(input, context);
    if (Object.keys(input.toggles).length === 0 && !input.tags)
      throw new InputError(
        `Nothing is to be configured on "${instance.id}": name a toggle or a revision tag`,
      );
    return planMesh(
      this.deps,
      definition,
      {
        action: 'configure',
        instance,
        toggles: input.toggles,
        tags: input.tags,
      },
      context,
      { namespace: instance.namespace },
    );
  }
}

/** Mends a Helm release that hangs. */
class RecoverPlanner implements OperationPlanner<'release.recover'> {
  readonly kind = 'release.recover' as const;
  constructor(private readonly deps: MeshLifecycleDeps) {}

  async plan(input: OperationInput<'release.recover'>, context: PlanContext) {
    const { namespace, release } = input;
    const way =
      input.action === 'remove-pending' ? 'delete-pending' : input.action;
    const stuck = await this.#stuck(input, context);
    if (!stuck.ways.includes(way))
      throw new InputError(
        `Release "${release}" cannot be recovered by "${
          input.action
        }"; possible is ${stuck.ways.map(one => `"${one}"`).join(', ')}`,
      );
    return {
      title: `Recover release "${release}" on "${context.cluster.name}"`,
      summary: `${stuck.detail} ${WAYS[way]}`,
      locks: [`release/${namespace}/${release}`] as [string],
      namespace,
      findings: [],
      charts: [],
      steps: [
        {
          id: 'recover',
          type: 'recover-release',
          title: WAYS[way],
          params: {
            release,
            namespace,
            revision: stuck.latest.revision,
            way,
          },
          estimatedSeconds: 30,
          reversible: false,
        },
      ],
      changes: [],
      restarts: [],
      fingerprint: await this.fingerprint(input, context),
    };
  }

  async fingerprint(
    { namespace, release }: OperationInput<'release.recover'>,
    { connection, signal }: PlanContext,
  ) {
    const [latest] = await this.deps.releases.history(
      connection,
      { namespace, name: release },
      { signal },
    );
    return latest ? `${latest.revision}/${latest.status}` : 'none';
  }

  async #stuck(
    { namespace, release }: OperationInput<'release.recover'>,
    { connection, cluster, signal }: PlanContext,
  ) {
    const [latest] = await this.deps.releases.history(
      connection,
      { namespace, name: release },
      { signal },
    );
    if (!latest)
      throw new NotFoundError(
        `There is no release "${release}" in namespace "${namespace}" of cluster "${cluster.name}"`,
      );
    const stuck = (
      await this.deps.releases.stuck(connection, { namespace, signal })
    ).find(one => one.latest.name === release);
    if (!stuck)
      throw new ConflictError(
        `Release "${release}" is "${latest.status}" and needs no recovery`,
      );
    return stuck;
  }
}

function refuseManaged({
  instance,
  definition,
}: {
  instance: MeshInstance;
  definition: MeshDefinition;
}) {
  if (isReadOnly(instance, definition))
    throw new ConflictError(
      `"${instance.id}" is not changed from here: ${instance.management.text}`,
    );
}

/** Planners of installations, upgrades, removals, configuration and recovery. */
export function meshPlanners(deps: MeshLifecycleDeps): OperationPlanner[] {
  return [
    new InstallPlanner(deps),
    new UpgradePlanner(deps),
    new UninstallPlanner(deps),
    new ConfigurePlanner(deps),
    new RecoverPlanner(deps),
  ] as OperationPlanner[];
}
