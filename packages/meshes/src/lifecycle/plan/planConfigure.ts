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

import type { MeshDefinition } from '../../model/definition';
import type { ConfigureRequest, LifecyclePlan, PreflightFacts } from '../model';
import type { TogglesOnlyOperations } from '../schema';
import { mergeValues } from '../values';
import { chartVersionOf } from '../versions/chartVersion';
import type { PlanContext } from './context';
import { plainRevision } from './planInstall';
import { refusedPlan } from './refusedPlan';
import { optionName, requestFindings } from './requestFindings';
import { revisionTagSteps } from './revisionTags';
import { StepList } from './StepList';
import { addVerify, checksAfter } from './steps';

/**
 * The steps that switch features of an installation, or that move revision tags. The version stays what it is.
 *
 * @returns a plan without steps, with the reasons, if it cannot be planned
 * @public
 */
export function planConfigure(
  definition: MeshDefinition,
  request: ConfigureRequest,
  facts: PreflightFacts,
): LifecyclePlan {
  const findings = requestFindings(definition, request);
  const { operations } = definition;
  if (findings.length > 0 || operations.support === 'detect-only')
    return refusedPlan(definition, request, findings);
  const list = new StepList();
  if (operations.support === 'toggles-only') {
    const refusal = addToggles(list, definition, operations, request, facts);
    if (refusal) return refusedPlan(definition, request, [refusal]);
  } else {
    const context: PlanContext = {
      definition,
      operations,
      version: chartVersionOf(definition, request.instance.version ?? ''),
      components: new Set(),
      revision: plainRevision(definition, request.instance.revision),
      presetId: 'default',
      values: {},
      facts,
    };
    for (const draft of revisionTagSteps(context, request.tags ?? {}))
      list.add(draft);
    addVerify(list, [
      { check: 'webhooks-answer', definition: definition.id },
      { check: 'no-new-findings' },
    ]);
  }
  return {
    action: 'configure',
    definition: definition.id,
    title: titleOf(definition, request),
    summary: `${list.steps.length} steps; the version stays ${
      request.instance.version ?? 'as it is'
    }.`,
    steps: list.steps,
    findings: [],
    followUps: [],
    estimatedSeconds: list.estimatedSeconds,
    notes:
      operations.support === 'toggles-only'
        ? [operations.toggles.restartText]
        : [],
  };
}

function addToggles(
  list: StepList,
  definition: MeshDefinition,
  { toggles }: TogglesOnlyOperations,
  request: ConfigureRequest,
  facts: PreflightFacts,
) {
  const chart = definition.charts.find(c => c.name === toggles.chart)!;
  const installed = facts.releases?.find(
    r => r.chart === chart.name && r.status !== 'uninstalled',
  );
  if (facts.releases && !installed)
    return {
      id: 'release-missing',
      severity: 'blocking' as const,
      title: `No Helm release of chart ${chart.name} was found`,
      detail: `${definition.displayName} was installed by other means: a release made now would fight with them.`,
      evidence: [`releases looked at: ${facts.releases.length}`],
      remedy: 'Switch its features with the tool that installed it.',
    };
  const version = installed?.chartVersion ?? request.instance.version;
  if (version === undefined)
    return {
      id: 'version-unknown',
      severity: 'blocking' as const,
      title: `The installed version of ${definition.displayName} is not known`,
      detail: 'Features are switched with the chart of exactly that version.',
      evidence: [],
      remedy: 'Let the inventory read its workloads or its release.',
    };
  const values = mergeValues(
    ...Object.entries(request.toggles ?? {}).map(
      ([id, value]) =>
        toggles.items
          .find(item => item.id === id)
          ?.options.find(o => o.option === optionName(value))?.values,
    ),
  );
  const namespace = installed?.namespace ?? chart.namespace;
  const release = installed?.name ?? chart.release;
  list.add({
    id: `release-${release}`,
    type: 'helm-release',
    title: `Change features of release ${release}`,
    why: 'Laid over all overrides of the installed release, with the chart of the same version.',
    estimatedSeconds: 120,
    reversible: true,
    action: 'upgrade',
    chart: {
      name: chart.name,
      repository: chart.repository,
      version: chartVersionOf(definition, version),
    },
    release,
    namespace,
    values,
    overInstalledValues: true,
    wait: 'ready',
    timeoutSeconds: 900,
    skipCrds: true,
  });
  for (const workload of toggles.restarts)
    list.add({
      id: `restart-${workload.name}`,
      type: 'restart-workloads',
      title: `Restart ${workload.kind} ${workload.name}`,
      why: toggles.restartText,
      estimatedSeconds: 120,
      reversible: false,
      select: {
        data: 'workloads',
        namespace: workload.namespace,
        workloads: [{ kind: workload.kind, name: workload.name }],
      },
    });
  addVerify(list, checksAfter({ definition }, version));
  return undefined;
}

function titleOf(definition: MeshDefinition, request: ConfigureRequest) {
  const changes = [
    ...Object.entries(request.toggles ?? {}).map(
      ([id, value]) => `${id} ${optionName(value)}`,
    ),
    ...Object.entries(request.tags ?? {}).map(([tag, revision]) =>
      revision === null ? `remove tag ${tag}` : `tag ${tag} to ${revision}`,
    ),
  ];
  return `Configure ${definition.displayName}: ${changes.join(', ')}`;
}
