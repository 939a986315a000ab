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

import type { InventoryQuery } from '@meshplane/plugin-meshplane-common';

/** Sizes of a page of objects; long pages are virtualised. */
export const INVENTORY_PAGE_SIZES = [50, 100, 250, 500];

/** What the address asks for; what it cannot mean is ignored. */
export function readInventoryParams(params: URLSearchParams) {
  const limit = Number(params.get('limit'));
  const offset = Number(params.get('offset'));
  return {
    kind: params.get('kind') ?? '',
    namespace: params.get('namespace') ?? '',
    labelSelector: params.get('labels') ?? '',
    q: params.get('q') ?? '',
    limit: INVENTORY_PAGE_SIZES.includes(limit) ? limit : 100,
    offset: Number.isSafeInteger(offset) && offset > 0 ? offset : 0,
  };
}

/** The API's query of what an address asks for, with the kind that is shown. */
export function toInventoryQuery(
  read: ReturnType<typeof readInventoryParams>,
  kind: string,
): InventoryQuery {
  return {
    kind,
    namespace: read.namespace || undefined,
    labelSelector: read.labelSelector || undefined,
    q: read.q || undefined,
    limit: read.limit,
    offset: read.offset,
  };
}
