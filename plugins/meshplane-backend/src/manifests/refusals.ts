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
  AuthenticationError,
  ConflictError,
  InputError,
  NotAllowedError,
  NotFoundError,
  ServiceUnavailableError,
} from '@backstage/errors';
import type { ObjectRef } from '@meshplane/plugin-meshplane-common';
import { z } from 'zod';
import { KubeRefusal } from './kubeJson';
import type { FieldConflict } from './model';
import { titleOf } from './refs';

const conflictSchema = z.looseObject({
  details: z.looseObject({
    causes: z.array(
      z.looseObject({
        reason: z.string().optional(),
        message: z.string().optional(),
        field: z.string().optional(),
      }),
    ),
  }),
});

/** Others own fields that an apply would change; nothing was changed. */
export class FieldConflictError extends ConflictError {
  constructor(ref: ObjectRef, readonly conflicts: readonly FieldConflict[]) {
    super(
      `${titleOf(ref)} was left as it is: ${conflicts
        .map(
          ({ manager, fields }) =>
            `"${manager}" owns ${fields.map(f => `"${f}"`).join(', ')}`,
        )
        .join('; ')}`,
    );
  }
}

/** Who owns what would change; empty when the refusal was another one. */
export function fieldConflictsOf(error: unknown): FieldConflict[] {
  if (!(error instanceof KubeRefusal) || error.status !== 409) return [];
  const parsed = conflictSchema.safeParse(error.answer);
  if (!parsed.success) return [];
  const fields = new Map<string, string[]>();
  for (const { reason, message, field } of parsed.data.details.causes) {
    if (reason !== 'FieldManagerConflict') continue;
    const manager = /^conflict with "([^"]*)"/.exec(message ?? '')?.[1] ?? '?';
    fields.set(manager, [...(fields.get(manager) ?? []), field ?? '?']);
  }
  return [...fields].map(([manager, names]) => ({ manager, fields: names }));
}

/** `manager: .field, .other`. */
export function conflictTexts(conflicts: readonly FieldConflict[]): string[] {
  return conflicts.map(
    ({ manager, fields }) => `${manager}: ${fields.join(', ')}`,
  );
}

/** The error for people and for HTTP that a refusal of the API server stands for. */
export function errorOf(verb: string, ref: ObjectRef, error: unknown): unknown {
  if (!(error instanceof KubeRefusal)) return error;
  const text = `Cannot ${verb} ${titleOf(ref)}: ${error.message}`;
  switch (error.status) {
    case 400:
    case 413:
    case 415:
    case 422:
      return new InputError(text);
    case 401:
      return new AuthenticationError(text);
    case 403:
      return new NotAllowedError(text);
    case 404:
      return new NotFoundError(text);
    case 409: {
      const conflicts = fieldConflictsOf(error);
      return conflicts.length > 0
        ? new FieldConflictError(ref, conflicts)
        : new ConflictError(text);
    }
    default:
      return new ServiceUnavailableError(text);
  }
}
