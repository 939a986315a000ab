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

import { meshDefinitions } from '../definitions';
import { compatibilityMatrix } from './matrix';

const NOW = new Date('2026-11-24T12:00:00Z');

describe('compatibilityMatrix', () => {
  it('has a row for every definition and a state for every line', () => {
    const matrix = compatibilityMatrix(NOW);
    expect(matrix.map(({ id }) => id)).toEqual(
      meshDefinitions.map(({ id }) => id),
    );
    expect(matrix.map(({ versions }) => versions.length)).toEqual(
      meshDefinitions.map(({ versions }) => versions.length),
    );
    const states = matrix
      .filter(({ lifecycle }) => lifecycle.state === 'ended')
      .flatMap(({ versions }) => versions.map(({ support }) => support.state));
    expect(new Set(states)).toEqual(new Set(['ended']));
  });

  it('writes ranges for people and marks what could not be confirmed', () => {
    const matrix = compatibilityMatrix(NOW);
    const line = (id: string, name: string) =>
      matrix.find(d => d.id === id)?.versions.find(v => v.line === name);
    expect(line('istio', '1.30')).toMatchObject({
      kubernetesInWords: '1.32 to 1.36',
      gatewayApiInWords: '1.1 or newer',
      unconfirmed: [],
    });
    expect(line('istio', '1.31')?.unconfirmed).toEqual(['line']);
    expect(line('cilium', '1.20')?.unconfirmed).toEqual([
      'kubernetes',
      'gatewayApi',
    ]);
  });
});
