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

import type { MeshDefinition } from '../model/definition';

/** Day on which the facts of this folder were compared with their sources, unless a fact says otherwise. */
export const CHECKED = '2026-11-23';

/** Day on which markers were compared with the objects that the charts render. */
export const RENDERED = '2026-11-24';

/**
 * Where a fact was read and when.
 *
 * @param from - `owner/repo:path`, an issue `owner/repo#number`, or a page without its scheme
 * @param checked - ISO date
 */
export function source(from: string, checked: string = CHECKED) {
  return { from, checked };
}

type Skew = MeshDefinition['skew'];
type Proxy = MeshDefinition['proxy'];

/** For products whose sources state no rule about versions of control plane and proxies. */
export function unknownSkew(from: string): Skew {
  return { dataPlaneMayBeAhead: false, source: source(from), confirmed: false };
}

/** For products that put nothing beside or below a workload. */
export const NO_PROXY: Proxy = {
  type: 'none',
  containers: [],
  podLabels: [],
  podAnnotations: [],
  version: [],
  bypassUids: [],
};
