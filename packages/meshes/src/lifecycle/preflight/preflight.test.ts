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

import { getMeshDefinition } from '../../definitions';
import type { Finding, LifecycleRequest, PreflightFacts } from '../model';
import { preflight, preflightRules } from './preflight';
import { clusterRows } from './testing/clusterRows';
import { install, NOW, type Row } from './testing/fixtures';
import { gatewayApiRows } from './testing/gatewayApiRows';
import { neighbourRows } from './testing/neighbourRows';
import { productRows } from './testing/productRows';

const rows: Row[] = [
  ...clusterRows,
  ...gatewayApiRows,
  ...neighbourRows,
  ...productRows,
];

function resultsOf(
  row: Row,
  request: LifecycleRequest,
  facts: Partial<PreflightFacts>,
): Finding[] {
  const rule = preflightRules.find(({ id }) => id === row.rule)!;
  const input = {
    definition: getMeshDefinition(row.definition),
    request,
    facts: { now: NOW, ...facts },
  };
  if (rule.applies && !rule.applies(input)) return [];
  const outcome = rule.check(input);
  if (typeof outcome === 'string') throw new Error(outcome);
  return outcome;
}

describe('each check before an operation', () => {
  it.each(rows.map(row => [row.rule, row.what, row] as const))(
    '%s finds %s',
    (_rule, _what, row) => {
      const found = resultsOf(row, row.request, row.bad);
      expect(found.map(f => f.severity)).toContain(row.severity);
      const empty = found.filter(f => f.title === '' || f.detail === '');
      // Whoever is stopped has to know what to do.
      const helpless = found.filter(
        f => f.severity === 'blocking' && !f.remedy,
      );
      expect([empty, helpless]).toEqual([[], []]);
    },
  );

  it.each(
    rows
      .filter(row => row.rule !== 'unverified-data')
      .map(row => [row.rule, row.what, row] as const),
  )('%s has nothing to say without %s', (_rule, _what, row) => {
    expect(resultsOf(row, row.goodRequest ?? row.request, row.good)).toEqual(
      [],
    );
  });

  it('is in these tables', () => {
    const tested = new Set(rows.map(({ rule }) => rule));
    expect(
      preflightRules.map(({ id }) => id).filter(id => !tested.has(id)),
    ).toEqual([]);
  });
});

describe('preflight', () => {
  const definition = getMeshDefinition('istio');

  it('shows what passed, the most serious results first', () => {
    const results = preflight(definition, install('1.30.3'), {
      now: NOW,
      kubernetesVersion: 'v1.31.0',
      nodes: { total: 3, ready: 3 },
      releases: [],
    });
    expect(results[0]).toMatchObject({
      id: 'kubernetes-version',
      severity: 'blocking',
    });
    expect(results).toContainEqual(
      expect.objectContaining({ id: 'nodes-ready', severity: 'passed' }),
    );
    const order = ['blocking', 'warning', 'info', 'passed'];
    const ranks = results.map(({ severity }) => order.indexOf(severity));
    expect(ranks).toEqual([...ranks].sort());
  });

  it('never takes a fact that is missing for a good one', () => {
    const results = preflight(definition, install('1.30.3'), { now: NOW });
    const passed = results.filter(({ severity }) => severity === 'passed');
    expect(passed.map(({ id }) => id)).toEqual([
      'request',
      'safe-upgrades-policy',
      'unverified-data',
    ]);
    expect(results).toContainEqual(
      expect.objectContaining({
        id: 'permissions',
        severity: 'info',
        detail:
          'This could not be checked: the permissions were not asked for.',
      }),
    );
  });

  it('gives every result an id of its own', () => {
    for (const row of rows) {
      const ids = preflight(getMeshDefinition(row.definition), row.request, {
        now: NOW,
        ...row.bad,
      }).map(({ id }) => id);
      expect(ids).toEqual([...new Set(ids)]);
    }
  });
});
