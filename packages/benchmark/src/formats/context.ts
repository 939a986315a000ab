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

import { defaultImportLimits, ImportLimits } from './document/limits';
import { ImportLog } from './document/ImportLog';

/** What the caller of an importer may say about a file. @public */
export interface ImportOptions {
  /** Names objects that have no name of their own; its ending is not trusted to tell the format. */
  fileName?: string;
  /**
   * Unit of the latencies in SMP results, whose keys say milliseconds while some producers wrote seconds. Never guessed:
   * milliseconds unless set, with a warning where that is implausible.
   */
  latencyUnit?: 'ms' | 's';
  /** Unit of the values in bare HDR histograms; microseconds unless set. */
  hdrUnit?: 'ns' | 'us' | 'ms';
  limits?: Partial<ImportLimits>;
}

/** Handed down to every importer. */
export interface ImportContext {
  log: ImportLog;
  limits: ImportLimits;
  /** File name without folder and ending. */
  baseName: string | undefined;
  latencyUnit: 'ms' | 's';
  hdrUnit: 'ns' | 'us' | 'ms';
  /** How the document was written, so that it can be given back the same way. */
  syntax: 'json' | 'yaml' | 'text';
}

/**
 * A context for reading a kept document once more: what it said the first time was reported then.
 */
export function silentContext(
  changes: Partial<ImportContext> = {},
): ImportContext {
  return {
    log: new ImportLog(),
    limits: defaultImportLimits,
    baseName: undefined,
    latencyUnit: 'ms',
    hdrUnit: 'us',
    syntax: 'json',
    ...changes,
  };
}
