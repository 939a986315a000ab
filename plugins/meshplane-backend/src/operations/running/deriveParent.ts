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

import type { OperationState } from '@meshplane/plugin-meshplane-common';
import type { OperationRecord } from '../../database/operations/records';
import { cleanText } from '../secrets';

/** State and message of a parent from its children. */
export function deriveParent(children: readonly OperationRecord[]): {
  state: OperationState;
  message: string;
} {
  const of = (state: OperationState) =>
    children.filter(child => child.state === state);
  const succeeded = of('succeeded').length;
  const summary = `${succeeded} of ${children.length} clusters are done`;
  const state = (
    ['running', 'failed', 'interrupted', 'cancelled'] as const
  ).find(one => of(one).length > 0);
  if (!state)
    return succeeded === children.length
      ? { state: 'succeeded', message: `All ${summary}` }
      : { state: 'cancelled', message: summary };
  const [first] = of(state);
  return {
    state,
    message: cleanText(
      `${summary}; "${first.cluster}": ${first.message ?? first.state}`,
    ),
  };
}
