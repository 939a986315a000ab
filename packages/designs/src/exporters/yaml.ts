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

import { Document, visit } from 'yaml';

/**
 * A value as YAML that every reader takes the same way: texts that YAML 1.1 would read as something else – `yes`, `010` –
 * are quoted, as the programs of Kubernetes read YAML 1.1. No anchors, no folded lines, LF.
 */
export function writeYaml(value: unknown): string {
  const document = new Document(value, {
    aliasDuplicateObjects: false,
    version: '1.2',
    compat: 'yaml-1.1',
  });
  visit(document, {
    Scalar: (_, node) => {
      if (typeof node.value === 'string' && node.value.includes('\n')) {
        node.type = 'BLOCK_LITERAL';
      }
    },
  });
  return document.toString({ lineWidth: 0, minContentWidth: 0 });
}

/** Several values as a file of documents. */
export function writeDocuments(values: readonly unknown[]): string {
  return values.map(value => `---\n${writeYaml(value)}`).join('');
}
