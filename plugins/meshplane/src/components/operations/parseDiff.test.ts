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

import { countDiff, parseDiff } from './parseDiff';

const DIFF = `--- a/Deployment shop/cart
+++ b/Deployment shop/cart
@@ -1,3 +1,4 @@
 spec:
-  replicas: 1
+  replicas: 2
+  paused: false
   selector: {}
@@ -20,1 +21,1 @@
---- separator
+- item
`;

describe('parseDiff', () => {
  it('numbers lines on both sides and drops file headers', () => {
    expect(parseDiff(DIFF)).toEqual([
      { type: 'hunk', text: '@@ -1,3 +1,4 @@' },
      { type: 'context', text: 'spec:', before: 1, after: 1 },
      { type: 'remove', text: '  replicas: 1', before: 2 },
      { type: 'add', text: '  replicas: 2', after: 2 },
      { type: 'add', text: '  paused: false', after: 3 },
      { type: 'context', text: '  selector: {}', before: 3, after: 4 },
      { type: 'hunk', text: '@@ -20,1 +21,1 @@' },
      // A removed "--- separator" looks like a file header and is none.
      { type: 'remove', text: '--- separator', before: 20 },
      { type: 'add', text: '- item', after: 21 },
    ]);
  });

  it('counts what comes and goes, and takes an empty diff for none', () => {
    expect(countDiff(parseDiff(DIFF))).toEqual({ added: 3, removed: 2 });
    expect(parseDiff('')).toEqual([]);
  });
});
