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
import type { MeshPaths } from '../../lib/meshPaths';
import { fromOperation } from './draft';

/**
 * The wizard with the choices of an operation. Its values, which are too long for an address, are found by the id of the
 * operation. Children of a parent are changed through the parent.
 */
export function replanLink(
  paths: MeshPaths,
  operation: OperationDetail,
): string | undefined {
  if (operation.parent || operation.state === 'running') return undefined;
  const values = operation.input.values;
  return paths.plan({
    ...fromOperation(operation),
    from_operation: typeof values === 'string' ? operation.id : undefined,
  });
}
