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

import { importPerformance } from '@meshplane/benchmark';
import type { ImportReport } from '@meshplane/benchmark/model';

/** Objects that one file may bring. */
const MAX_OBJECTS = 200;

export interface ReadFileInput {
  fileName: string;
  content: Uint8Array;
}

/** Reads a file of any known format. Large files take seconds: for a thread of its own. */
export function readFile({ fileName, content }: ReadFileInput): ImportReport {
  return importPerformance(content, {
    fileName,
    limits: { maxObjects: MAX_OBJECTS, maxBytes: content.byteLength },
  });
}
