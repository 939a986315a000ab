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

import type { KubeObject } from '../../model/objects';
import type { MeshInstance } from '../../model/results';

/**
 * What the checks know about a cluster. Everything is optional: a fact that is undefined could not be read, and a rule
 * that needs it says so instead of passing. Empty lists mean that there is nothing.
 */

/** CPU in thousandths of a core, memory in bytes. @public */
export interface Resources {
  cpuMillis: number;
  memoryBytes: number;
  pods: number;
}

/** Helm's annotations and labels of other owners, as found on an object. @public */
export type OwnerMarks = Pick<KubeObject['metadata'], 'labels' | 'annotations'>;

/** A custom resource definition of the cluster. @public */
export interface CrdFacts {
  /** `virtualservices.networking.istio.io` */
  name: string;
  group: string;
  kind?: string;
  versions: readonly { name: string; served: boolean; storage: boolean }[];
  storedVersions: readonly string[];
  labels?: Readonly<Record<string, string>>;
  annotations?: Readonly<Record<string, string>>;
  /** Objects of this kind; undefined if they were not counted. */
  objects?: number;
  terminating?: boolean;
  established?: boolean;
}

/** A CRD as the target would have it. @public */
export interface TargetCrd {
  name: string;
  group: string;
  versions: readonly { name: string; served: boolean; storage: boolean }[];
  /** Gateway API only. */
  bundleVersion?: string;
  channel?: string;
}

/** The admission policy that Gateway API bundles bring since 1.5. @public */
export interface SafeUpgradesPolicyFacts {
  /** Annotation `gateway.networking.k8s.io/bundle-version` of the policy. */
  bundleVersion?: string;
  /** `spec.validations[].expression`; undefined if only its presence is known. */
  expressions?: readonly string[];
  /** Whether a binding with the action Deny exists; undefined: not known, taken as yes. */
  enforced?: boolean;
}

/** A webhook of a mutating or validating configuration. @public */
export interface WebhookFacts {
  configuration: string;
  kind: 'mutating' | 'validating';
  name: string;
  failurePolicy: 'Fail' | 'Ignore';
  service?: { namespace: string; name: string };
  /** Ready endpoints of the Service; undefined if not known. */
  readyEndpoints?: number;
  /** `apiGroups/resources` that it is asked about, such as `/pods`. */
  resources?: readonly string[];
  /** Definition that it belongs to, where it was recognised. */
  definition?: string;
}

/** Newest revision of a Helm release. @public */
export interface ReleaseFacts {
  name: string;
  namespace: string;
  revision: number;
  status:
    | 'unknown'
    | 'deployed'
    | 'uninstalled'
    | 'superseded'
    | 'failed'
    | 'uninstalling'
    | 'pending-install'
    | 'pending-upgrade'
    | 'pending-rollback';
  chart?: string;
  chartVersion?: string;
  /** ISO 8601. */
  modifiedAt?: string;
  /** An operation of this suite holds its lock right now. */
  inWork?: boolean;
}

/** A namespace of the cluster. @public */
export interface NamespaceFacts {
  name: string;
  phase?: 'Active' | 'Terminating';
  labels?: Readonly<Record<string, string>>;
  annotations?: Readonly<Record<string, string>>;
  /** Messages of its deletion conditions, for those that hang. */
  conditions?: readonly string[];
}

/** A verb that our credentials lack. @public */
export interface MissingPermission {
  verb: string;
  group: string;
  resource: string;
  namespace?: string;
}

/** A certificate that the product needs. @public */
export interface CertificateFacts {
  /** `trust anchor`, `issuer`. */
  what: string;
  /** Object that holds it: `Secret linkerd/linkerd-identity-issuer`. */
  object: string;
  /** ISO 8601. */
  notAfter: string;
  notBefore?: string;
  /** Undefined: not checked. */
  signedByAnchor?: boolean;
  /** `EC P-256`; undefined: not read. */
  algorithm?: string;
}

/** Who owns an object that the operation would change. @public */
export interface OwnedObject {
  apiVersion: string;
  kind: string;
  namespace?: string;
  name: string;
  metadata: OwnerMarks;
  /** Page of the owner, where the caller knows one. */
  link?: string;
}

/** Network plugin of the nodes. @public */
export interface CniFacts {
  /** `cilium`, `calico`, `amazon-vpc-cni`, … as recognised; undefined: not recognised. */
  plugin?: string;
  /** Settings of Cilium's ConfigMap, if it is Cilium's: `cni-exclusive`, `kube-proxy-replacement`, … */
  ciliumConfig?: Readonly<Record<string, string>>;
  /** DaemonSets that chain onto it, with their coverage. */
  chained?: readonly { name: string; desired: number; ready: number }[];
}

/** What the target brings, read from its charts and from what they render to. @public */
export interface TargetFacts {
  /** Requests of all rendered pods, replicas and (for DaemonSets) nodes counted. */
  requests?: Resources;
  /** Requests of those of them that already run, so that an upgrade does not count them twice. */
  running?: Resources;
  crds?: readonly TargetCrd[];
  /** `kubeVersion` of the charts. */
  kubeVersions?: readonly { chart: string; range: string }[];
  /** Verbs on rendered kinds that the credentials lack; undefined: not asked. */
  missingPermissions?: readonly MissingPermission[];
  /** Paths of values that look like secrets. */
  secretsInValues?: readonly string[];
  /** Values that a chart requires and that nobody gave: `chart: path`. */
  missingValues?: readonly string[];
  /** Objects that exist already and that the operation would change or take over. */
  existingObjects?: readonly OwnedObject[];
}

/** What Kuma 3.0 no longer has. @public */
export interface KumaFacts {
  /** Meshes with `spec.mtls` and without a MeshIdentity. */
  meshesWithOnlyMtls?: readonly string[];
  /** `zone`, `global`, `standalone`. */
  controlPlaneMode?: string;
  /** Kinds of legacy policies that have objects, with their number. */
  legacyPolicies?: readonly { kind: string; objects: number }[];
  /** Namespaces or workloads that name their mesh by annotation. */
  meshAnnotations?: readonly string[];
  /** Objects of the built-in gateway. */
  builtInGateways?: readonly string[];
}

/** Everything that {@link preflight} may be told. Plain data, filled by the caller. @public */
export interface PreflightFacts {
  now: Date;
  /** As the API server reports it: `v1.35.2`. */
  kubernetesVersion?: string;
  nodes?: {
    total: number;
    ready: number;
    /** Different kubelet versions. */
    kubeletVersions?: readonly string[];
    allocatable?: Resources;
    requested?: Resources;
  };
  /** All detected installations, the one that is changed included. */
  meshes?: readonly MeshInstance[];
  crds?: readonly CrdFacts[];
  /** null: the policy is not there. */
  safeUpgradesPolicy?: SafeUpgradesPolicyFacts | null;
  webhooks?: readonly WebhookFacts[];
  namespaces?: readonly NamespaceFacts[];
  releases?: readonly ReleaseFacts[];
  cni?: CniFacts;
  /** Certificates that are there; empty: none. */
  certificates?: readonly CertificateFacts[];
  /** CRD groups of operators that are served: `sailoperator.io`. */
  operatorGroups?: readonly string[];
  kuma?: KumaFacts;
  /** Secrets that exist, as `namespace/name`, as far as a rule asks for them. */
  secrets?: readonly string[];
  target?: TargetFacts;
}
