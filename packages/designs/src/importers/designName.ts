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

import type { ImportSource } from './Importer';

const MAX_NAME = 255;

/** A name for a design whose file brings none: that of the file, without its ending. */
export function titleOf({ fileName }: Pick<ImportSource, 'fileName'>): string {
  const base = fileName
    .replace(/^.*[\\/]/, '')
    .replace(/(\.(ya?ml|json|tar|t?gz|zip))+$/i, '');
  return base.slice(0, MAX_NAME) || 'imported';
}

/** The name that a file gives its design; that of the file if it gives none. */
export function nameOr(name: unknown, source: ImportSource): string {
  return typeof name === 'string' && name.trim() !== ''
    ? name.slice(0, MAX_NAME)
    : titleOf(source);
}
