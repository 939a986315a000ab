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

/** A key that the schema does not have, and the known one that was probably meant. */
export interface UnknownKey {
  /** Full key, such as `meshplane.clusters[0].kubeConfig`. */
  key: string;
  nearest?: string;
}

/** Above this share of wrong letters a key is not taken for a slip of the pen. */
const MAX_TYPO_SHARE = 0.4;

/**
 * Lists the keys of a value that its schema does not know, in the order of the value.
 *
 * @param value - JSON value; parts of the wrong type are passed over, the schema itself reports them
 * @param key - full key of the value
 */
export function unknownKeys(
  schema: z.ZodType,
  value: unknown,
  key: string,
): UnknownKey[] {
  const inner = schema instanceof z.ZodOptional ? schema.unwrap() : schema;
  if (inner instanceof z.ZodArray && Array.isArray(value)) {
    return value.flatMap((item, index) =>
      unknownKeys(inner.element as z.ZodType, item, `${key}[${index}]`),
    );
  }
  if (!(inner instanceof z.ZodObject) || !isRecord(value)) {
    return [];
  }
  const shape = inner.shape as Record<string, z.ZodType>;
  return Object.entries(value).flatMap(([name, child]) => {
    if (Object.hasOwn(shape, name)) {
      return unknownKeys(shape[name], child, `${key}.${name}`);
    }
    const nearest = nearestName(name, Object.keys(shape));
    return [
      {
        key: `${key}.${name}`,
        ...(nearest && { nearest: `${key}.${nearest}` }),
      },
    ];
  });
}

/** The known name that differs least from the given one, if it is near enough to be meant. */
export function nearestName(
  name: string,
  known: readonly string[],
): string | undefined {
  let best: { candidate: string; distance: number } | undefined;
  for (const candidate of known) {
    const distance = editDistance(name.toLowerCase(), candidate.toLowerCase());
    const limit = Math.max(name.length, candidate.length) * MAX_TYPO_SHARE;
    if (distance <= limit && (!best || distance < best.distance)) {
      best = { candidate, distance };
    }
  }
  return best?.candidate;
}

/** Levenshtein distance. */
function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      current[j] = Math.min(
        previous[j] + 1,
        current[j - 1] + 1,
        previous[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1),
      );
    }
    previous = current;
  }
  return previous[b.length];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
