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

import { z } from 'zod';
import { operationsSchema } from '../lifecycle/schema';

/**
 * The schema of a mesh or gateway definition. Definitions are data: the detection, coverage and support code knows no
 * mesh by name, it reads these fields. Every fact says where it comes from and when it was checked.
 */

const isoDate = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, 'an ISO date (YYYY-MM-DD)');

/** Where a fact was read: a repository path, an issue or a page. */
const sourceSchema = z.object({ from: z.string().min(3), checked: isoDate });

/** A semver range as npm's `semver` reads it, for example `>=1.32 <1.37`. */
const rangeSchema = z.string().min(1);

/** A selector over labels: every entry has to match; `*` as value means that the label is present. */
const labelsSchema = z.record(z.string(), z.string());

/** Where a version is read from, tried in the given order; the first value that parses as a version wins. */
const versionSourceSchema = z.discriminatedUnion('from', [
  z.object({ from: z.literal('label'), key: z.string() }),
  z.object({ from: z.literal('annotation'), key: z.string() }),
  /** Tag of the image of the named container (or of the first one); `pattern` has to match the repository part. */
  z.object({
    from: z.literal('image'),
    container: z.string().optional(),
    pattern: z.string().optional(),
  }),
  z.object({ from: z.literal('template-label'), key: z.string() }),
]);
/** @public */
export type VersionSource = z.infer<typeof versionSourceSchema>;

/** A workload that is part of the product. */
const componentRuleSchema = z.object({
  id: z.string(),
  role: z.enum(['control-plane', 'data-plane', 'cni', 'gateway', 'extension']),
  kinds: z
    .array(z.enum(['Deployment.apps', 'DaemonSet.apps', 'StatefulSet.apps']))
    .min(1),
  /** Matched against the workload's own labels, then against those of its pod template. */
  labels: labelsSchema,
  /** Regular expression over image repositories of which one has to match, in addition to the labels. */
  image: z.string().optional(),
  /** Environment variables of a container that have to be set so. */
  env: z.record(z.string(), z.string()).optional(),
  version: z.array(versionSourceSchema).optional(),
  /** Container ports the workload usually declares. Never required; shown as evidence that adds little weight. */
  ports: z.array(z.number().int()).optional(),
  /**
   * There is one of it in a cluster, whatever the number of control planes: it is listed with every instance, and starts
   * an instance of its own only where no control plane is found.
   */
  perCluster: z.boolean().optional(),
  weight: z.number().min(0).max(1),
});
/** @public */
export type ComponentRule = z.infer<typeof componentRuleSchema>;

/** How a control plane that is detected is told from its siblings in the same cluster. */
const instanceSchema = z.object({
  /** Label (of workload or pod template) that holds the revision; several control planes differ in it. */
  revisionLabel: z.string().optional(),
  defaultRevision: z.string().optional(),
  /** Label of webhook configurations that name a revision tag. */
  tagLabel: z.string().optional(),
});

const detectSchema = z.object({
  instance: instanceSchema,
  components: z.array(componentRuleSchema),
  /**
   * Ids of component rules of which at least one has to match, whatever the confidence is. Absent or empty: no component
   * is needed (CRD bundles, products of which only the CRDs are left).
   */
  requires: z.array(z.string()).optional(),
  /**
   * Ids of definitions that may run on the same control plane (same workload). Where one of them is detected there, this
   * one is reported only if pods with its own proxy exist, or a namespace asks for them, too.
   */
  yieldsTo: z.array(z.string()).optional(),
  /** Annotations of the CRDs themselves that hold version and channel of the bundle they come from. */
  crdAnnotations: z
    .object({ version: z.string(), channel: z.string().optional() })
    .optional(),
  crdGroups: z.array(
    z.object({ group: z.string(), weight: z.number().min(0).max(1) }),
  ),
  webhooks: z.array(
    z.object({
      labels: labelsSchema.optional(),
      /** Regular expression over the names of the webhooks in the configuration. */
      name: z.string().optional(),
      weight: z.number().min(0).max(1),
    }),
  ),
  configMaps: z.array(
    z.object({
      name: z.string(),
      namespace: z.string().optional(),
      /** A revision other than the default one has it as `<name>-<revision>`. */
      revisioned: z.boolean().optional(),
      weight: z.number().min(0).max(1),
    }),
  ),
  gatewayControllers: z.array(z.string()),
  /** Names of charts or releases are never matched by substring: the label `name` of the release Secret has to be equal. */
  helmReleases: z.array(z.string()),
  /** Below this confidence nothing is reported. */
  threshold: z.number().min(0).max(1),
  /** Facts that make an installation read-only. */
  managed: z.array(
    z.object({
      by: z.enum(['operator', 'cloud', 'cni']),
      crdGroup: z.string().optional(),
      /** Regular expression over the revision. */
      revision: z.string().optional(),
      labels: labelsSchema.optional(),
      /** True: always so, whatever is found. */
      always: z.boolean().optional(),
      text: z.string(),
    }),
  ),
});

/** A label or annotation that brings a namespace or a pod onto the mesh. */
const onboardSchema = z.object({
  scope: z.enum(['namespace', 'workload', 'service']),
  kind: z.enum(['label', 'annotation']),
  key: z.string(),
  /** Values that switch on; `*` is any value that is not listed under `off` (a revision, a waypoint). */
  on: z.array(z.string()),
  off: z.array(z.string()),
  /** The value is a revision or a revision tag. */
  valueIsRevision: z.boolean().optional(),
  restartNeeded: z.boolean(),
  /** Keys that contradict this one on the same object. */
  conflictsWith: z.array(z.string()),
  /** What it does, in a sentence fragment, for explanations: "asks for sidecar injection". */
  text: z.string(),
});
/** @public */
export type OnboardRule = z.infer<typeof onboardSchema>;

const proxySchema = z.object({
  type: z.enum(['sidecar', 'node', 'gateway', 'none']),
  /** Names of containers or native-sidecar init containers. */
  containers: z.array(z.string()),
  /** Regular expression that the image repository of that container has to match. */
  image: z.string().optional(),
  /** Each of these marks a pod that is on the mesh (one is enough). */
  podLabels: z.array(labelsSchema),
  podAnnotations: z.array(labelsSchema),
  /** Pods that run the same container for another purpose, such as a proxy of another mode. */
  exceptPodLabels: z.array(labelsSchema).optional(),
  version: z.array(versionSourceSchema),
  /** Label of the pod that says which revision injected it. */
  revisionLabel: z.string().optional(),
  /** Annotation of the pod that says so. */
  revisionAnnotation: z.string().optional(),
  /** Label of the pod that names the namespace of its control plane. */
  controlPlaneNamespaceLabel: z.string().optional(),
  /** Id of the component rule of the node-wide component that serves captured pods and gives their proxy version. */
  nodeComponent: z.string().optional(),
  /**
   * True: captured pods carry no marker of their own, so that a pod counts as on the mesh if its namespace (or the pod
   * itself) asks for it and the node component runs.
   */
  capturedByIntent: z.boolean().optional(),
  /** Pods with one of these user ids, or with hostNetwork, bypass the proxy. */
  bypassUids: z.array(z.number().int()),
});

const versionSchema = z.object({
  /** `1.30`: a release line; versions are assigned to it by prefix. */
  line: z.string(),
  latest: z.string().optional(),
  /**
   * Calendar releases only: the edge release that this line starts with. An edge release belongs to the newest line
   * that starts at or before it.
   */
  firstEdge: z.string().optional(),
  released: isoDate.optional(),
  endOfLife: isoDate.optional(),
  /** The source gives a month or "about"; the date is then the last day of that period. */
  endOfLifeApproximate: z.boolean().optional(),
  /** What the source says about the support of the line where it gives no date. */
  statedSupport: z.enum(['supported', 'ending', 'ended']).optional(),
  kubernetes: rangeSchema.optional(),
  /** Bundle versions it works with. */
  gatewayApi: rangeSchema.optional(),
  /** Kinds that it ignores without an error where the bundle is older than this. */
  gatewayApiKinds: z
    .array(z.object({ kind: z.string(), from: z.string() }))
    .optional(),
  source: sourceSchema,
  /** False: the line itself could not be confirmed (a preview, a release that was only announced); shown as such. */
  confirmed: z.boolean(),
  /** Single values of a confirmed line that could not be confirmed; shown as such and never the reason for an alarm. */
  unconfirmed: z
    .array(
      z.enum(['latest', 'endOfLife', 'kubernetes', 'gatewayApi', 'firstEdge']),
    )
    .optional(),
});
/** @public */
export type VersionLine = z.infer<typeof versionSchema>;

const chartSchema = z.object({
  name: z.string(),
  repository: z.string(),
  release: z.string(),
  namespace: z.string(),
  /** Position in the installation; uninstall goes backwards. */
  order: z.number().int(),
  optional: z.boolean(),
  crds: z.enum([
    'none',
    'templates',
    'crds-folder',
    'separate-chart',
    'hook-job',
  ]),
  source: sourceSchema,
});

/** @public */
export const meshDefinitionSchema = z.object({
  id: z.string().regex(/^[a-z0-9-]+$/),
  displayName: z.string(),
  kind: z.enum(['mesh', 'gateway', 'crds']),
  mode: z.enum(['sidecar', 'ambient', 'node', 'none']),
  summary: z.string(),
  links: z.array(z.object({ title: z.string(), url: z.string().url() })),
  lifecycle: z.object({
    state: z.enum(['active', 'ended']),
    /** Date on which an ended product ended. */
    ended: isoDate.optional(),
    /** What happened on that date, as a sentence fragment: "the service was shut down". */
    endedBy: z.string().optional(),
    wayOut: z.string().optional(),
    source: sourceSchema,
  }),
  /** Versions in the form MAJOR.MINOR.PATCH or, for Linkerd's edge releases, a calendar. */
  versioning: z.enum(['semver', 'calendar-edge']),
  /** Newest line first. */
  versions: z.array(versionSchema),
  /** Lines older than the last one listed are out of support, by this source; absent: nothing is known about them. */
  olderLinesEnded: sourceSchema.optional(),
  skew: z.object({
    /** How many minors the control plane may be ahead of its proxies; undefined: not known. */
    controlPlaneAheadMinors: z.number().int().optional(),
    dataPlaneMayBeAhead: z.boolean(),
    source: sourceSchema,
    confirmed: z.boolean(),
  }),
  namespaces: z.array(z.string()),
  charts: z.array(chartSchema),
  detect: detectSchema,
  onboard: z.array(onboardSchema),
  /** Labels that send traffic of members through an L7 proxy of the mesh. They bring nothing onto the mesh. */
  l7: z.array(onboardSchema).optional(),
  proxy: proxySchema,
  mtls: z.object({
    resolver: z.enum(['istio', 'linkerd', 'kuma', 'consul', 'cilium', 'none']),
    source: sourceSchema.optional(),
  }),
  sources: z.array(sourceSchema).min(1),
  /** How it is installed, upgraded, configured and removed. */
  operations: operationsSchema,
});
/**
 * A definition as it is written down, with fields left out that have defaults.
 *
 * @public
 */
export type MeshDefinitionInput = z.input<typeof meshDefinitionSchema>;
/** @public */
export type MeshDefinition = z.infer<typeof meshDefinitionSchema>;
