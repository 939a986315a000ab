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

import type { Condition } from '@meshplane/meshes';
import { compact, cut, numberOf, rawObjects, textOf } from './raw';

const MAX_MESSAGE_LENGTH = 400;

/**
 * Conditions with their messages cut.
 *
 * @param times - whether the time of the last change is kept; without it, equal conditions of many pods are one object
 */
export function projectConditions(
  value: unknown,
  times: 'with-times' | 'without-times',
): Condition[] | undefined {
  const conditions = rawObjects(value).map(condition => {
    const status = textOf(condition.status) ?? 'Unknown';
    const message = textOf(condition.message);
    return compact<Condition>({
      type: textOf(condition.type) ?? '',
      status,
      reason: textOf(condition.reason),
      message: message ? cut(message, MAX_MESSAGE_LENGTH) : undefined,
      lastTransitionTime:
        times === 'with-times'
          ? textOf(condition.lastTransitionTime)
          : undefined,
      observedGeneration: numberOf(condition.observedGeneration),
    });
  });
  return conditions.length ? conditions : undefined;
}
