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

import type { KindSpec } from '../kinds';

/** Media types by which the API server is asked for metadata only. */
export const METADATA_LIST =
  'application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io';
const METADATA_ITEM =
  'application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io';
const OBJECT = 'application/json';

// Without plain JSON as a second choice: a server that cannot leave the data out shall refuse instead of sending it.
export function listAccept(spec: KindSpec): string {
  return spec.view === 'metadata' ? METADATA_LIST : OBJECT;
}

export function watchAccept(spec: KindSpec): string {
  return spec.view === 'metadata' ? METADATA_ITEM : OBJECT;
}

export { METADATA_ITEM, OBJECT };
