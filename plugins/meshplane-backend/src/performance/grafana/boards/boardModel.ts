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

/** What a panel or query says of its data source: nothing, a name, or a type with a UID; each may hold variables. */
const datasourceSchema = z
  .union([
    z.string(),
    z.looseObject({ type: z.string().optional(), uid: z.string().optional() }),
  ])
  .nullish()
  .catch(undefined);

const targetSchema = z.looseObject({
  refId: z.string().default(''),
  expr: z.string().optional().catch(undefined),
  legendFormat: z.string().optional().catch(undefined),
  hide: z.boolean().default(false).catch(false),
  interval: z.string().optional().catch(undefined),
  datasource: datasourceSchema,
});

const panelShape = {
  id: z.number().int(),
  title: z.string().default('').catch(''),
  type: z.string().default(''),
  datasource: datasourceSchema,
  targets: z.array(targetSchema).default([]).catch([]),
  interval: z.string().nullish().catch(undefined),
  transformations: z.array(z.unknown()).default([]).catch([]),
  fieldConfig: z
    .looseObject({
      defaults: z
        .looseObject({ unit: z.string().optional() })
        .optional()
        .catch(undefined),
    })
    .optional()
    .catch(undefined),
};

const valueSchema = z.union([z.string(), z.array(z.string())]);

const variableSchema = z.looseObject({
  name: z.string(),
  type: z.string().default(''),
  multi: z.boolean().default(false).catch(false),
  includeAll: z.boolean().default(false).catch(false),
  allValue: z.string().nullish().catch(undefined),
  query: z.unknown().optional(),
  current: z
    .looseObject({ value: valueSchema.optional().catch(undefined) })
    .nullish()
    .catch(undefined),
});

/** The classic model of a board, of which each part that cannot be read counts as absent. */
const boardSchema = z.looseObject({
  uid: z.string().default(''),
  title: z.string().default(''),
  tags: z.array(z.string()).default([]).catch([]),
  panels: z.array(z.unknown()).optional(),
  templating: z
    .looseObject({ list: z.array(z.unknown()).default([]) })
    .optional()
    .catch(undefined),
});

const panelSchema = z.looseObject(panelShape);
const rowSchema = z.looseObject({
  type: z.literal('row'),
  panels: z.array(z.unknown()).default([]),
});

export type PanelModel = z.infer<typeof panelSchema>;
export type PanelTarget = z.infer<typeof targetSchema>;
export type BoardVariable = z.infer<typeof variableSchema>;
export type DatasourceReference = z.infer<typeof datasourceSchema>;

export interface BoardModel {
  title: string;
  tags: readonly string[];
  /** Also those in rows, in their order. */
  panels: readonly PanelModel[];
  variables: readonly BoardVariable[];
  /** False: a model of another kind, whose panels are not known. */
  classic: boolean;
}

/** Reads the model of a board. Panels and variables that are none are passed over. */
export function readBoard(model: unknown): BoardModel {
  const parsed = boardSchema.safeParse(model);
  if (!parsed.success) {
    return { title: '', tags: [], panels: [], variables: [], classic: false };
  }
  const { title, tags, panels, templating } = parsed.data;
  return {
    title,
    tags,
    panels: (panels ?? []).flatMap(panelsIn),
    variables: (templating?.list ?? []).flatMap(one => {
      const variable = variableSchema.safeParse(one);
      return variable.success ? [variable.data] : [];
    }),
    classic: panels !== undefined,
  };
}

/** A panel, or what a folded row holds. */
function panelsIn(value: unknown): PanelModel[] {
  const row = rowSchema.safeParse(value);
  if (row.success) return row.data.panels.flatMap(panelsIn);
  const panel = panelSchema.safeParse(value);
  return panel.success ? [panel.data] : [];
}
