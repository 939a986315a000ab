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

import { stringify } from 'yaml';

/** A file as an exporter writes it. @public */
export interface Exported {
  text: string;
  mediaType: string;
  /** What the target format has no place for. Empty where nothing was lost. */
  losses: string[];
}

/** Text of a JSON or YAML document. */
export function exportDocument(
  value: unknown,
  syntax: 'json' | 'yaml',
  losses: string[] = [],
): Exported {
  return syntax === 'json'
    ? {
        text: `${JSON.stringify(value, null, 2)}\n`,
        mediaType: 'application/json',
        losses,
      }
    : {
        // Aliases would be refused by readers that guard against alias bombs, ours among them.
        text: stringify(value, { aliasDuplicateObjects: false, lineWidth: 0 }),
        mediaType: 'application/yaml',
        losses,
      };
}

/** A wish that an exporter cannot fulfil, such as a histogram of a result that has none. @public */
export class ExportError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ExportError';
  }
}
