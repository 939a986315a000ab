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
  planLifecycle,
  preflight,
  type Finding,
  type LifecyclePlan,
  type LifecycleRequest,
  type MeshDefinition,
} from '@meshplane/meshes';
import type {
  OperationInput,
  PlannedChart,
  PreflightFinding,
} from '@meshplane/plugin-meshplane-common';
import { stringify } from 'yaml';
import type { PlanContext, PlannedOperation } from '../../../operations/model';
import { missingPermissions } from '../cluster/missingPermissions';
import type { MeshLifecycleDeps } from '../deps';
import { reasonKeys } from '../executors/VerifyMeshStep';
import { collectFacts } from '../facts/collectFacts';
import { changesOf } from '../render/changes';
import { realise, type RealStep } from '../render/realise';
import { targetFacts } from '../render/targetFacts';
import { gitOpsFilesOf, notInFiles } from './gitOps';
import { withInstalledValues } from './installedValues';
import { meshFingerprint } from './meshFingerprint';
import { toStepSpecs } from './toStepSpecs';
import { secretsIn } from './values';

/** Namespaces whose releases a plan for this definition looks at. */
export function namespacesOf(
  definition: MeshDefinition,
  namespace?: string,
): string[] {
  return [
    ...new Set([
      ...(namespace ? [namespace] : []),
      ...definition.namespaces,
      ...definition.charts.map(chart => chart.namespace),
    ]),
  ];
}

/** Plans a request for one cluster: what, in which order, what it changes, and what speaks against it. */
export async function planMesh(
  deps: MeshLifecycleDeps,
  definition: MeshDefinition,
  request: LifecycleRequest,
  context: PlanContext,
  further: {
    readonly namespace?: string;
    readonly pace?: OperationInput<'workload.restart'>['pace'];
  } = {},
): Promise<PlannedOperation> {
  const { cluster, connection, signal } = context;
  const namespaces = namespacesOf(definition, further.namespace);
  const [facts, fingerprint] = await Promise.all([
    collectFacts(deps, context, { definition: definition.id, namespaces }),
    meshFingerprint(deps, context, namespaces),
  ]);
  const plan = await withInstalledValues(
    deps,
    planLifecycle(definition, request, facts),
    context,
  );
  const steps = await realise(deps, plan, context);
  const [{ changes, existing }, missing] = await Promise.all([
    changesOf(deps, steps, context),
    missingPermissions(
      connection,
      deps.manifests.servedKinds,
      steps.flatMap(step => step.objects.map(({ object }) => object)),
      { namespace: namespaces[0], signal },
    ),
  ]);
  const { report } = deps.reports.report(cluster.name);
  const checked = preflight(definition, request, {
    ...facts,
    target: targetFacts(steps, {
      nodes: facts.nodes?.ready ?? 1,
      missingPermissions: missing,
      secretsInValues: secretsIn(steps),
      existingObjects: existing,
    }),
  });
  const findings = [
    ...checked,
    // Planning may know of something that no rule looks at.
    ...plan.findings.filter(({ id }) => checked.every(one => one.id !== id)),
    ...laterSteps(plan),
    ...plan.notes.map((note, index) => noteFinding(note, index)),
  ].map(finding => ({ ...finding, overridden: false }));
  const specs = toStepSpecs(steps, {
    report,
    pace: further.pace,
    conflictsOf: step => [
      ...new Set(
        changes
          .filter(change => change.step === step)
          .flatMap(({ conflicts }) =>
            conflicts.map(text => text.split(':')[0]),
          ),
      ),
    ],
    knownReasons: reasonKeys(report.meshes),
  });
  return {
    title: `${plan.title} on "${cluster.name}"`,
    summary: plan.summary,
    locks: locksOf(definition, plan),
    definition: definition.id,
    findings: [...findings, ...gitOpsFindings(deps, plan, context)],
    charts: steps.flatMap(plannedChart),
    steps: specs,
    changes,
    restarts: specs.flatMap(restartsOf),
    fingerprint,
    ...(context.delivery === 'gitops' &&
      deps.gitOps && {
        files: gitOpsFilesOf(deps.gitOps, cluster.name, plan, steps),
      }),
  };
}

/** The definition first, since that is what people know; then every release and bundle that is written. */
function locksOf(
  definition: MeshDefinition,
  plan: LifecyclePlan,
): [string, ...string[]] {
  const further = plan.steps.flatMap(step => {
    switch (step.type) {
      case 'helm-release':
      case 'delete-release':
        return [`release/${step.namespace}/${step.release}`];
      case 'apply-manifest-bundle':
        return step.bundle.from === 'gateway-api' ? ['gateway-api'] : [];
      default:
        return [];
    }
  });
  return [`mesh/${definition.id}`, ...new Set(further)];
}

function laterSteps(plan: LifecyclePlan): Finding[] {
  return plan.followUps.map(({ id, title, why, steps }) => ({
    id: `follow-up:${id}`,
    severity: 'info',
    title: `Afterwards: ${title}`,
    detail: why,
    evidence: steps.map(step => step.title),
  }));
}

function noteFinding(note: string, index: number): Finding {
  return {
    id: `note:${index + 1}`,
    severity: 'info',
    title: 'Worth knowing',
    detail: note,
    evidence: [],
  };
}

function gitOpsFindings(
  deps: MeshLifecycleDeps,
  plan: LifecyclePlan,
  { delivery }: PlanContext,
): PreflightFinding[] {
  if (delivery !== 'gitops') return [];
  if (!deps.gitOps)
    return [
      {
        id: 'gitops-not-configured',
        severity: 'blocking',
        title: 'No GitOps tool is configured',
        detail:
          'Files can be written for Flux or Argo CD; which of them reads your repository is not configured.',
        evidence: [],
        remedy: "Set 'meshplane.gitops.tool' to 'flux' or 'argocd'.",
        overridden: false,
      },
    ];
  const missing = notInFiles(plan);
  return missing.length === 0
    ? []
    : [
        {
          id: 'gitops-incomplete',
          severity: 'warning',
          title: 'Some steps are not part of the files',
          detail:
            'They cannot be written as files and have to be done by hand or by an operation of its own.',
          evidence: missing,
          overridden: false,
        },
      ];
}

function plannedChart({ step, chart }: RealStep): PlannedChart[] {
  if (!chart || step.type !== 'helm-release') return [];
  return [
    {
      name: chart.ref.name,
      version: chart.ref.version,
      repository: chart.ref.repository,
      digest: chart.package.digest,
      verified: chart.package.verified,
      release: step.release,
      namespace: step.namespace,
      values: stringify(step.values),
    },
  ];
}

function restartsOf({
  type,
  params,
}: PlannedOperation['steps'][number]): string[] {
  if (type !== 'restart-workloads') return [];
  const { namespace, workloads } = params as {
    namespace: string;
    workloads: { kind: string; name: string }[];
  };
  return workloads.map(({ kind, name }) => `${kind} ${namespace}/${name}`);
}
