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

import type { Finding } from './finding';
import type { GatewayApiBundleRef, HelmValues } from './request';

/** A chart and where it comes from. @public */
export interface PlannedChartRef {
  name: string;
  /** `https://…` or the OCI path above the chart (`oci://…`). */
  repository: string;
  version: string;
}

/** Where objects come from that are applied without Helm. @public */
export type ManifestBundle =
  /** The release file of the Gateway API. */
  | ({ from: 'gateway-api' } & GatewayApiBundleRef)
  /** The files below `crds/` of a chart, those of its subcharts too. */
  | { from: 'chart-crds'; chart: PlannedChartRef }
  /** What a chart renders to. */
  | {
      from: 'chart';
      chart: PlannedChartRef;
      release: string;
      namespace: string;
      values: HelmValues;
      /** Only objects of these templates: `templates/revision-tags-mwc.yaml`. Absent: all. */
      showOnly?: string[];
    };

/** What is looked at in the cluster when everything is done. @public */
export type VerifyCheck =
  /** The Deployments and DaemonSets of the product are ready. */
  | { check: 'control-plane-ready'; definition: string; namespace?: string }
  | { check: 'webhooks-answer'; definition: string }
  | {
      check: 'version';
      definition: string;
      version: string;
      revision?: string;
    }
  | { check: 'gateway-api'; version: string; channel: string }
  | { check: 'crds-established'; groups: string[] }
  | { check: 'no-new-findings' }
  | { check: 'gone'; definition: string; namespace?: string }
  | { check: 'coverage'; namespaces: string[] };

/** What all steps have. @public */
export interface StepBase {
  /** Unique in the plan, stable for the same request. */
  id: string;
  title: string;
  why: string;
  estimatedSeconds: number;
  reversible: boolean;
  /** Ids of steps that have to be done before. */
  dependsOn: string[];
}

/** @public */
export interface EnsureNamespaceStep extends StepBase {
  type: 'ensure-namespace';
  namespace: string;
  labels: Record<string, string>;
}

/** Server-side apply of objects that Helm does not keep. @public */
export interface ApplyManifestBundleStep extends StepBase {
  type: 'apply-manifest-bundle';
  bundle: ManifestBundle;
  namespace?: string;
}

/** Install or upgrade one release. @public */
export interface HelmReleasePlanStep extends StepBase {
  type: 'helm-release';
  action: 'install' | 'upgrade';
  chart: PlannedChartRef;
  release: string;
  namespace: string;
  /** All overrides. */
  values: HelmValues;
  /**
   * True: they are laid over the overrides of the installed release, which the executor reads. Otherwise they are the
   * whole overrides.
   */
  overInstalledValues?: boolean;
  /** `none`: only hooks are waited for. */
  wait: 'none' | 'ready';
  timeoutSeconds: number;
  /** Leave the chart's folder `crds/` alone: an earlier step applied it. */
  skipCrds: boolean;
}

/** Make certificates inside the cluster; no key is part of a plan or of a value. @public */
export interface CertificatesStep extends StepBase {
  type: 'certificates';
  kind: 'linkerd-identity';
  namespace: string;
  trustDomain: string;
}

/** Paced restart of workloads. @public */
export interface RestartWorkloadsStep extends StepBase {
  type: 'restart-workloads';
  select: /** All workloads that carry a proxy of this installation. */
  | { data: 'instance'; instance: string }
    | { data: 'namespaces'; namespaces: string[] }
    /** Named ones, such as agents of the product itself. */
    | {
        data: 'workloads';
        namespace: string;
        workloads: {
          kind: 'Deployment' | 'DaemonSet' | 'StatefulSet';
          name: string;
        }[];
      };
}

/** Set and remove labels or annotations of a namespace. @public */
export interface MarkNamespaceStep extends StepBase {
  type: 'mark-namespace';
  namespace: string;
  /** null removes. */
  labels: Record<string, string | null>;
  annotations: Record<string, string | null>;
}

/** @public */
export interface DeleteReleaseStep extends StepBase {
  type: 'delete-release';
  release: string;
  namespace: string;
  timeoutSeconds: number;
}

/** Removes CRDs and with them every object of their kinds. @public */
export interface DeleteCrdsPlanStep extends StepBase {
  type: 'delete-crds';
  groups: string[];
  /** Names as the facts gave them; empty if the facts did not hold the CRDs. */
  names: string[];
}

/** Removes single objects that an uninstall leaves behind. @public */
export interface DeleteObjectsStep extends StepBase {
  type: 'delete-objects';
  objects: {
    apiVersion: string;
    kind: string;
    namespace?: string;
    name: string;
  }[];
}

/** @public */
export interface DeleteNamespaceStep extends StepBase {
  type: 'delete-namespace';
  namespace: string;
}

/** @public */
export interface VerifyStep extends StepBase {
  type: 'verify';
  checks: VerifyCheck[];
}

/** @public */
export type LifecycleStep =
  | EnsureNamespaceStep
  | ApplyManifestBundleStep
  | HelmReleasePlanStep
  | CertificatesStep
  | RestartWorkloadsStep
  | MarkNamespaceStep
  | DeleteReleaseStep
  | DeleteCrdsPlanStep
  | DeleteObjectsStep
  | DeleteNamespaceStep
  | VerifyStep;

/** An operation that somebody starts on their own after this one. @public */
export interface FollowUp {
  id: string;
  title: string;
  why: string;
  /** Steps as they would be planned now. */
  steps: LifecycleStep[];
}

/** An ordered, pure plan: what would be done, and in which order. @public */
export interface LifecyclePlan {
  action: 'install' | 'upgrade' | 'uninstall' | 'configure';
  definition: string;
  title: string;
  summary: string;
  /** In order; `dependsOn` only names earlier ones. Empty if the request is refused. */
  steps: LifecycleStep[];
  /** What the request itself gets wrong: unknown preset, skipped minor, product that may not be touched. */
  findings: Finding[];
  /** Explicit, later operations (canary: move namespaces, remove the old control plane). */
  followUps: FollowUp[];
  /** Versions to go through one after the other where the target is too far away. */
  path?: string[];
  estimatedSeconds: number;
  /** In words: what restarts, what is left behind, what to know. */
  notes: string[];
}
