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

import type { Command } from 'commander';
import type { Host } from '../verb';
import { addDiff } from './diff';
import { addExport } from './export';
import { addImport } from './import';
import { addRender } from './render';
import { addValidate } from './validate';

/** `meshplane design`: designs in every format, and what is made of them. */
export function addDesign(program: Command, host: Host): void {
  const design = program
    .command('design')
    .description('Read, check, compare and write designs of infrastructure');
  addImport(design, host);
  addExport(design, host);
  addValidate(design, host);
  addDiff(design, host);
  addRender(design, host);
}
