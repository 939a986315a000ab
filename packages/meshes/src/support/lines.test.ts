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

import { getMeshDefinition } from '../definitions';
import { versionInWords } from './lines';

describe('versionInWords', () => {
  it.each([
    ['linkerd', 'edge-26.8.3', 'edge-26.8.3 (part of 2.20)'],
    ['linkerd', 'edge-25.12.1', 'edge-25.12.1 (part of 2.18 to 2.19)'],
    ['linkerd', 'edge-24.8.2', 'edge-24.8.2 (part of 2.16)'],
    ['linkerd', 'edge-20.1.1', 'edge-20.1.1'],
    ['linkerd', 'stable-2.14.10', '2.14.10'],
    ['istio', 'v1.30.3-distroless', '1.30.3'],
    ['istio', 'latest', 'latest'],
  ])('writes %s %s as "%s"', (id, text, words) => {
    expect(versionInWords(getMeshDefinition(id), text)).toBe(words);
  });
});
