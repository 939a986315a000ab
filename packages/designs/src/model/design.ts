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

/** Id of a component or relationship, unique in its design and stable over edits. @public */
export const designIdSchema = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._:/-]{0,252}$/, 'letters, digits and ._:/-');

/** Where a value lies in a configuration: `['spec', 'containers', 0, 'image']`. @public */
export const valuePathSchema = z.array(z.union([z.string(), z.number().int()]));
/** @public */
export type ValuePath = z.output<typeof valuePathSchema>;

/** Place and looks on the canvas, in pixels. @public */
export const layoutSchema = z.object({
  x: z.number().optional(),
  y: z.number().optional(),
  width: z.number().positive().optional(),
  height: z.number().positive().optional(),
  shape: z.string().optional(),
  color: z.string().optional(),
  icon: z.string().optional(),
});

/**
 * What a foreign format carried and this model has no place for, by format: given back on export to that format,
 * untouched.
 * @public
 */
export const preservedSchema = z.record(z.string(), z.unknown());

/** One object of Kubernetes, or an annotation of the drawing. @public */
export const componentSchema = z.object({
  id: designIdSchema,
  apiVersion: z.string(),
  kind: z.string().min(1),
  /** Model that knows the kind: `kubernetes`, `istio`; a reference, never a copy. */
  model: z
    .object({ name: z.string(), version: z.string().optional() })
    .optional(),
  /** Shown; `metadata.name` unless it says otherwise. */
  title: z.string().optional(),
  /** The object without `apiVersion`, `kind` and `status`. */
  configuration: z.record(z.string(), z.unknown()).default({}),
  /** Part of the drawing only: never deployed. */
  annotation: z.boolean().default(false),
  /** Kind that no model knows: kept and deployed as it is. */
  opaque: z.boolean().default(false),
  layout: layoutSchema.optional(),
  note: z.string().optional(),
  preserved: preservedSchema.optional(),
});
/** @public */
export type Component = z.output<typeof componentSchema>;

/** A value that one component takes from another, or both from one place. @public */
export const relationshipPatchSchema = z.object({
  component: designIdSchema,
  path: valuePathSchema,
  value: z.unknown(),
  /** What was there before; absent: nothing. */
  before: z.unknown().optional(),
});

/** @public */
export const relationshipSchema = z.object({
  id: designIdSchema,
  kind: z.enum(['hierarchical', 'edge', 'sibling']),
  type: z.string(),
  subType: z.string(),
  from: designIdSchema,
  to: designIdSchema,
  status: z.enum(['pending', 'approved', 'deleted']).default('approved'),
  /** `evaluated`: found by rules, and gone when the rules no longer find it. */
  origin: z.enum(['evaluated', 'user', 'imported']),
  /** Why it is there, for people. */
  explanation: z.string().optional(),
  /** Rule that found it. */
  rule: z.string().optional(),
  patches: z.array(relationshipPatchSchema).default([]),
  preserved: preservedSchema.optional(),
});
/** @public */
export type Relationship = z.output<typeof relationshipSchema>;

/** A value that can be chosen when the design is deployed. @public */
export const parameterSchema = z.object({
  name: z.string().regex(/^[A-Za-z_][A-Za-z0-9_.-]{0,99}$/),
  title: z.string().optional(),
  description: z.string().optional(),
  /** JSON schema of the value. */
  schema: z.record(z.string(), z.unknown()).default({}),
  default: z.unknown().optional(),
  /** Places that get the value; none: kept for a chart that is rendered elsewhere. */
  targets: z
    .array(z.object({ component: designIdSchema, path: valuePathSchema }))
    .default([]),
});
/** @public */
export type Parameter = z.output<typeof parameterSchema>;

/** One step of RFC 6902, with JSON pointers. @public */
export const jsonPatchSchema = z.discriminatedUnion('op', [
  z.object({ op: z.literal('add'), path: z.string(), value: z.unknown() }),
  z.object({ op: z.literal('remove'), path: z.string() }),
  z.object({ op: z.literal('replace'), path: z.string(), value: z.unknown() }),
]);
/** @public */
export type JsonPatch = z.output<typeof jsonPatchSchema>;

/** What is different in one environment. @public */
export const environmentOverlaySchema = z.object({
  name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/),
  description: z.string().optional(),
  namespace: z.string().optional(),
  parameters: z.record(z.string(), z.unknown()).default({}),
  patches: z
    .array(
      z.object({
        component: designIdSchema,
        operations: z.array(jsonPatchSchema),
      }),
    )
    .default([]),
  /** Components that are not deployed there. */
  without: z.array(designIdSchema).default([]),
});
/** @public */
export type EnvironmentOverlay = z.output<typeof environmentOverlaySchema>;

/** @public */
export const designSchema = z.object({
  format: z.literal('meshplane.io/design/v1').default('meshplane.io/design/v1'),
  name: z.string().min(1).max(255),
  description: z.string().optional(),
  labels: z.record(z.string(), z.string()).default({}),
  components: z.array(componentSchema).default([]),
  relationships: z.array(relationshipSchema).default([]),
  notes: z
    .array(
      z.object({
        id: designIdSchema,
        text: z.string(),
        layout: layoutSchema.optional(),
        component: designIdSchema.optional(),
      }),
    )
    .default([]),
  parameters: z.array(parameterSchema).default([]),
  environments: z.array(environmentOverlaySchema).default([]),
  preserved: preservedSchema.optional(),
});
/** @public */
export type Design = z.output<typeof designSchema>;
/** @public */
export type DesignInput = z.input<typeof designSchema>;
