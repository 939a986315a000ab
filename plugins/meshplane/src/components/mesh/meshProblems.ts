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

import type { MeshInstance, Reason } from '@meshplane/meshes';
import { sortReasons } from '../status/ReasonList';

/** Everything that is wrong with a mesh and its components, each finding once, errors first. */
export function meshProblems(mesh: MeshInstance): Reason[] {
  const seen = new Set<string>();
  return sortReasons(
    [
      ...mesh.reasons,
      ...mesh.components.flatMap(component => component.reasons),
    ].filter(reason => {
      const key = `${reason.code}\n${reason.text}`;
      if (seen.has(key)) return false;
      seen.add(key);
      return true;
    }),
  );
}
