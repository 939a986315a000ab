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

import type { OperationDetail } from '@meshplane/plugin-meshplane-common';
import { plural } from '../../lib/format';

type Changes = NonNullable<OperationDetail['plan']>['changes'];

/** "3 objects created, 1 changed": what a plan does to objects; what it does not do is left out. */
export function changesText(changes: Changes): string {
  const counts: Array<[number, string]> = [
    [changes.create, 'created'],
    [changes.update, 'changed'],
    [changes.delete, 'deleted'],
    [changes.unchanged, 'unchanged'],
  ];
  const parts = counts.filter(([count]) => count > 0);
  if (parts.length === 0) return 'No objects';
  return parts
    .map(([count, word], index) =>
      index === 0 ? `${plural(count, 'object')} ${word}` : `${count} ${word}`,
    )
    .join(', ');
}
