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

/**
 * The schema of what a definition knows about its own installation, upgrade and removal. Planning code knows no product
 * by name: it reads these fields.
 */

const sourceSchema = z.object({
  from: z.string().min(3),
  checked: z.string().regex(/^\d{4}-\d{2}-\d{2}$/),
});

const valuesSchema = z.record(z.string(), z.unknown());

/** When a part applies; every given condition has to hold. */
const conditionSchema = z.object({
  /** Semver range over the version of the product (charts of edge releases: of the chart). */
  versions: z.string().optional(),
  /** Id of an optional component that has been asked for. */
  component: z.string().optional(),
});

/** One chart of the installation, in order. */
const installStepSchema = z.object({
  /** Name of a chart of the definition. */
  chart: z.string(),
  when: conditionSchema.optional(),
  /** `rendered`: its output is applied on the server, because it is too large for (or unsuited to) a release. */
  how: z.enum(['helm', 'rendered']).default('helm'),
  /** Its folder `crds/` is applied on the server first, since Helm never upgrades what is in there. */
  applyCrdsFolder: z.boolean().default(false),
  /** Defaults of ours, each with its reason; later ones are laid over earlier ones. */
  values: z.array(
    z.object({
      values: valuesSchema,
      when: conditionSchema.optional(),
      why: z.string(),
      source: sourceSchema,
    }),
  ),
  /** Takes part in revisions: its release gets the suffix `-<revision>`. */
  revisioned: z.boolean().default(false),
  /** Path of the value that takes the revision. */
  revisionValue: z.string().optional(),
  wait: z.enum(['none', 'ready']).default('ready'),
  timeoutSeconds: z.number().int().positive().default(600),
  estimatedSeconds: z.number().int().positive(),
  /** What the chart's hooks do; absent: it has none. */
  hooks: z
    .object({ text: z.string(), needed: z.boolean(), source: sourceSchema })
    .optional(),
  why: z.string(),
});

const namespaceSchema = z.object({
  name: z.string(),
  when: conditionSchema.optional(),
  labels: z.record(z.string(), z.string()),
  source: sourceSchema,
});

const presetSchema = z.object({
  id: z.string(),
  /** Further ids that mean the same. */
  aliases: z.array(z.string()).default([]),
  title: z.string(),
  description: z.string(),
  /** By chart name. */
  values: z.record(z.string(), valuesSchema),
  /** Labels that other namespaces need. */
  notes: z.array(z.string()).default([]),
  source: sourceSchema,
});

const componentSchema = z.object({
  name: z.string(),
  description: z.string(),
  /** Values of other charts that go with it, by chart name. */
  values: z.record(z.string(), valuesSchema).default({}),
  source: sourceSchema,
});

const certificatesSchema = z.object({
  kind: z.literal('linkerd-identity'),
  /** Chart before which they have to be there. */
  before: z.string(),
  generated: z.array(z.object({ object: z.string(), holds: z.string() })),
  /** How the chart is told to use them instead of values. */
  suppliedBy: z.string(),
  trustDomain: z.string(),
  /** Warn when less than this is left. */
  warnDays: z.number().int(),
  source: sourceSchema,
});

const installSchema = z.object({
  /** Needed before: the Gateway API bundle. */
  gatewayApi: z
    .object({
      need: z.enum(['required', 'recommended']),
      why: z.string(),
      source: sourceSchema,
    })
    .optional(),
  namespaces: z.array(namespaceSchema),
  steps: z.array(installStepSchema),
  certificates: certificatesSchema.optional(),
  presets: z.array(presetSchema).min(1),
  components: z.array(componentSchema),
  /** Ids of definitions that may not be beside it on one cluster. */
  conflicts: z.array(
    z.object({ definition: z.string(), why: z.string(), source: sourceSchema }),
  ),
});

const upgradeSchema = z.object({
  strategies: z.array(z.enum(['in-place', 'canary'])).min(1),
  minors: z.object({
    /** Only to the next minor; undefined: no rule is known. */
    oneAtATime: z.boolean().optional(),
    confirmed: z.boolean(),
    source: sourceSchema,
  }),
  /** Charts in order, where it is not that of the installation. */
  order: z.array(z.string()).optional(),
  crdPolicy: z.enum([
    'none',
    'templates',
    'crds-folder',
    'separate-chart',
    'hook-job',
  ]),
  /** What has to happen to the data plane afterwards. */
  restart: z.object({
    needed: z.enum(['workloads', 'none']),
    text: z.string(),
    source: sourceSchema,
  }),
  /** A release of its own before the upgrade, removed after it. */
  preflightRelease: z
    .object({
      chart: z.string(),
      release: z.string(),
      values: valuesSchema,
      text: z.string(),
      source: sourceSchema,
    })
    .optional(),
  /** Charts that a canary upgrade cannot have twice. */
  notInCanary: z.array(z.string()).default([]),
  notes: z.array(
    z.object({
      text: z.string(),
      /** Range over the target version. */
      versions: z.string().optional(),
      source: sourceSchema,
    }),
  ),
});

const uninstallSchema = z.object({
  /** Charts in order; default: the installation backwards. */
  order: z.array(z.string()),
  crdGroups: z.array(z.string()),
  /**
   * What happens to the CRDs when the releases go. `stay`: they are kept by policy or were never Helm's; `with-chart`:
   * they go with the release named, so keeping them means keeping that release; `with-product`: they cannot be kept.
   */
  crds: z.enum(['stay', 'with-chart', 'with-product', 'none']),
  /** For `with-chart`. */
  crdChart: z.string().optional(),
  /** What has to be done before, in words. */
  before: z.array(z.string()),
  leftovers: z.array(
    z.object({
      kind: z.string(),
      apiVersion: z.string(),
      /** `{revision}` and `{namespace}` are filled in. */
      name: z.string(),
      namespace: z.string().optional(),
      text: z.string(),
      /** Removed as a step; otherwise only told. */
      remove: z.boolean(),
    }),
  ),
  finalizerHazards: z.array(z.object({ kind: z.string(), text: z.string() })),
  source: sourceSchema,
});

const revisionsSchema = z.object({
  /** How tags are made: a list in the values of a chart, of which only these templates are rendered. */
  tags: z
    .object({
      chart: z.string(),
      path: z.string(),
      templates: z.array(z.string()).min(1),
      /** What stands for a tag; `{tag}` is filled in. */
      objects: z.array(
        z.object({
          apiVersion: z.string(),
          kind: z.string(),
          namespace: z.string().optional(),
          name: z.string(),
        }),
      ),
    })
    .optional(),
  /** Value that names the default revision. */
  defaultValue: z.object({ chart: z.string(), path: z.string() }).optional(),
  source: sourceSchema,
});

/** A precondition of a toggle that can be read from the cluster. */
const needSchema = z.discriminatedUnion('kind', [
  /** A key of the product's own ConfigMap. */
  z.object({
    kind: z.literal('config'),
    key: z.string(),
    value: z.string(),
    text: z.string(),
  }),
  z.object({ kind: z.literal('gateway-api'), text: z.string() }),
  z.object({
    kind: z.literal('secret'),
    name: z.string(),
    namespace: z.string(),
    text: z.string(),
  }),
  /** Cannot be read; a person has to know. */
  z.object({ kind: z.literal('known'), text: z.string() }),
]);
/** @public */
export type ToggleNeed = z.infer<typeof needSchema>;

const toggleOptionSchema = z.object({
  /** `on`, `off` or the option's own name. */
  option: z.string(),
  values: valuesSchema,
  needs: z.array(needSchema).default([]),
  /** Other toggles that contradict it: id and option. */
  conflicts: z
    .array(z.object({ toggle: z.string(), option: z.string() }))
    .default([]),
});

const toggleSchema = z.object({
  id: z.string(),
  title: z.string(),
  description: z.string(),
  kind: z.enum(['switch', 'choice']),
  options: z.array(toggleOptionSchema).min(2),
  maturity: z.enum(['stable', 'beta', 'deprecated']),
  versions: z.string().optional(),
  source: sourceSchema,
});
/** @public */
export type FeatureToggle = z.infer<typeof toggleSchema>;

const togglesSchema = z.object({
  chart: z.string(),
  items: z.array(toggleSchema),
  /** What has to be restarted for a changed toggle. */
  restarts: z.array(
    z.object({
      kind: z.enum(['Deployment', 'DaemonSet', 'StatefulSet']),
      namespace: z.string(),
      name: z.string(),
    }),
  ),
  restartText: z.string(),
  source: sourceSchema,
});

/** @public */
export const operationsSchema = z.discriminatedUnion('support', [
  z.object({
    support: z.literal('managed'),
    /** False: values and order come from documents and were not rendered from the charts here. */
    verified: z.boolean(),
    install: installSchema,
    upgrade: upgradeSchema,
    uninstall: uninstallSchema,
    revisions: revisionsSchema.optional(),
  }),
  z.object({
    support: z.literal('toggles-only'),
    reason: z.string(),
    toggles: togglesSchema,
    upgrade: upgradeSchema,
  }),
  z.object({ support: z.literal('detect-only'), reason: z.string() }),
]);
/** @public */
export type Operations = z.infer<typeof operationsSchema>;
/** @public */
export type OperationsInput = z.input<typeof operationsSchema>;
/** @public */
export type ManagedOperations = Extract<Operations, { support: 'managed' }>;
/** @public */
export type TogglesOnlyOperations = Extract<
  Operations,
  { support: 'toggles-only' }
>;
