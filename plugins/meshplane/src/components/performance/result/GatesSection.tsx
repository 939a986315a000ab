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

import type { RunDetail } from '@meshplane/plugin-meshplane-common';
import { DataTable } from '../../layout/DataTable';
import { Section } from '../../layout/Section';
import type { Column } from '../../layout/sortRows';
import { StatusLabel } from '../../status/StatusLabel';
import { interval, significant } from '../parts/numbers';
import { gateWords } from '../runs/runWords';

type Gate = RunDetail['gates'][number];

const columns: Array<Column<Gate>> = [
  {
    id: 'gate',
    header: 'Gate',
    render: gate => (
      <code>
        {gate.metric}: {gate.threshold}
      </code>
    ),
  },
  {
    id: 'verdict',
    header: 'Outcome',
    render: gate => (
      <StatusLabel
        state={gateWords[gate.verdict]}
        detail={gate.aborted ? '(stopped the run)' : undefined}
      />
    ),
  },
  {
    id: 'value',
    header: 'Value',
    align: 'right',
    render: gate => (gate.value === undefined ? '–' : significant(gate.value)),
  },
  {
    id: 'interval',
    header: '95 % interval',
    align: 'right',
    render: gate => interval(gate.interval, value => significant(value)) ?? '–',
  },
  { id: 'message', header: 'In words', render: gate => gate.message },
];

/** Thresholds of the profile and how the run stands to them. */
export function GatesSection(props: { gates: Gate[] }) {
  return (
    <Section
      title="Gates"
      subtitle={
        props.gates.length === 0
          ? 'The profile has none: nobody is told when this gets slower.'
          : undefined
      }
      flush
    >
      {props.gates.length > 0 && (
        <DataTable
          caption="Gates"
          columns={columns}
          rows={props.gates}
          rowKey={gate => `${gate.metric} ${gate.threshold}`}
          presorted
        />
      )}
    </Section>
  );
}
