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

/** A version of a mesh that can be installed, and whether it should. @public */
export const offeredVersionSchema = z.object({
  version: z.string(),
  appVersion: z.string().optional(),
  support: z.enum(['supported', 'ending', 'ended', 'unknown']),
  recommended: z.boolean(),
  /** Why it does not suit this cluster. */
  reasons: z.array(z.string()),
});

/** What may be done with a mesh on a cluster. @public */
export const lifecycleOfferSchema = z.object({
  definition: z.string(),
  displayName: z.string(),
  kind: z.enum(['mesh', 'gateway', 'crds']),
  /** `toggles-only` (Cilium): never installed or removed from here. */
  support: z.enum(['managed', 'toggles-only', 'detect-only']),
  /** Why it is not managed. */
  reason: z.string().optional(),
  presets: z.array(
    z.object({ id: z.string(), title: z.string(), description: z.string() }),
  ),
  /** Optional charts. */
  components: z.array(z.object({ name: z.string(), description: z.string() })),
  revisions: z.boolean(),
  canaryUpgrade: z.boolean(),
  toggles: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      description: z.string(),
      /** Absent: on or off. */
      options: z.array(z.string()).optional(),
    }),
  ),
  versions: z.array(offeredVersionSchema),
  /** Why no versions can be offered, such as an unreachable repository. */
  versionsError: z.string().optional(),
  instances: z.array(
    z.object({
      mesh: z.string(),
      version: z.string().optional(),
      revision: z.string().optional(),
      upgradeTo: z.string().optional(),
      readOnly: z.string().optional(),
    }),
  ),
});
/** @public */
export type LifecycleOffer = z.infer<typeof lifecycleOfferSchema>;

/** Answer of `GET /clusters/{cluster}/lifecycle`. @public */
export const lifecycleOfferListSchema = z.object({
  items: z.array(lifecycleOfferSchema),
  /** Is the Helm binary there; message says what to do if not. */
  helm: z.object({
    ready: z.boolean(),
    version: z.string().optional(),
    message: z.string(),
  }),
  /** The tool that the files of GitOps mode are written for; absent: the portal is not configured for it. */
  gitOps: z.enum(['flux', 'argocd']).optional(),
});
/** @public */
export type LifecycleOfferList = z.infer<typeof lifecycleOfferListSchema>;

/** Query of `GET /lifecycle/{definition}/values`. @public */
export const chartValuesQuerySchema = z.object({
  version: z.string().min(1).max(100),
  preset: z.string().min(1).max(100).default('default'),
});
/** @public */
export type ChartValuesQuery = z.input<typeof chartValuesQuerySchema>;

/** Answer of `GET /lifecycle/{definition}/values?version=&preset=`: one entry per chart. @public */
export const chartValuesSchema = z.object({
  definition: z.string(),
  version: z.string(),
  preset: z.string(),
  /** YAML of the preset; what a user writes is laid over it. */
  presetValues: z.string(),
  charts: z.array(
    z.object({
      name: z.string(),
      version: z.string(),
      /** JSON schema of its values: the chart's own, or inferred from its defaults. */
      schema: z.record(z.string(), z.unknown()),
      schemaSource: z.enum(['chart', 'inferred']),
      defaults: z.string(),
    }),
  ),
});
/** @public */
export type ChartValues = z.infer<typeof chartValuesSchema>;

/** @public */
export const helmReleaseSchema = z.object({
  namespace: z.string(),
  name: z.string(),
  chart: z.string().optional(),
  version: z.string().optional(),
  appVersion: z.string().optional(),
  revision: z.number().int(),
  status: z.string(),
  updatedAt: z.string().optional(),
  /** Set when it hangs in a pending state or failed: what that means and what can be done. */
  stuck: z
    .object({
      text: z.string(),
      actions: z.array(z.enum(['rollback', 'remove-pending', 'uninstall'])),
    })
    .optional(),
});
/** @public */
export type HelmRelease = z.infer<typeof helmReleaseSchema>;

/** @public */
export const helmReleaseListSchema = z.object({
  items: z.array(helmReleaseSchema),
});
/** @public */
export type HelmReleaseList = z.infer<typeof helmReleaseListSchema>;

/** A sample application of our own. @public */
export const sampleSchema = z.object({
  id: z.string(),
  title: z.string(),
  summary: z.string(),
  /** Meshes that it teaches something about; empty: any. */
  meshes: z.array(z.string()),
  /** Guide in Markdown: what to look at and why. */
  guide: z.string(),
  objects: z.array(z.string()),
  images: z.array(z.string()),
});
/** @public */
export type Sample = z.infer<typeof sampleSchema>;

/** @public */
export const sampleListSchema = z.object({ items: z.array(sampleSchema) });
/** @public */
export type SampleList = z.infer<typeof sampleListSchema>;

/** How far a move from one mesh to another has come. @public */
export const migrationSchema = z.object({
  from: z.string(),
  to: z.string(),
  title: z.string(),
  summary: z.string(),
  preconditions: z.array(
    z.object({ title: z.string(), met: z.boolean(), detail: z.string() }),
  ),
  namespaces: z.array(
    z.object({
      namespace: z.string(),
      state: z.enum(['on-old', 'on-both', 'on-new']),
      workloads: z.number().int(),
      notes: z.array(z.string()),
    }),
  ),
  wayBack: z.string(),
});
/** @public */
export type Migration = z.infer<typeof migrationSchema>;

/** Answer of `GET /clusters/{cluster}/migrations`. @public */
export const migrationListSchema = z.object({
  items: z.array(migrationSchema),
});
/** @public */
export type MigrationList = z.infer<typeof migrationListSchema>;
