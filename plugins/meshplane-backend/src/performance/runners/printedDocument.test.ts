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

import { printedDocument, printedLine } from './printedDocument';

describe('printedDocument', () => {
  it('finds the result among messages', () => {
    const log = [
      '{"ts":1,"level":"info","msg":"Starting"}',
      '{',
      '  "RunType": "HTTP",',
      '{"ts":2,"level":"warn","msg":"between"}',
      '  "Labels": {}',
      '}',
      'All done',
    ].join('\n');
    expect(JSON.parse(printedDocument(log)!)).toEqual({
      RunType: 'HTTP',
      Labels: {},
    });
  });

  it('says when there is none, or when it was cut', () => {
    expect(printedDocument('nothing')).toBeUndefined();
    expect(printedDocument('{\n  "a": 1')).toBeUndefined();
    expect(printedDocument('  "a": 1\n}')).toBeUndefined();
  });
});

describe('printedLine', () => {
  it('takes the last object with the part in it', () => {
    expect(
      printedLine(
        '{"metrics":1}\nx\n{"metrics":2}\n{"other":3}\n',
        '"metrics"',
      ),
    ).toBe('{"metrics":2}');
    expect(printedLine('{"metrics":', '"metrics"')).toBeUndefined();
  });
});
