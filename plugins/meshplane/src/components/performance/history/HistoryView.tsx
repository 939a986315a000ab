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

import { Link } from '@backstage/core-components';
import type { PerformanceHistory } from '@meshplane/plugin-meshplane-common';
import { useNavigate } from 'react-router-dom';
import { usePerformancePaths } from '../../../lib/usePerformancePaths';
import { DataTable } from '../../layout/DataTable';
import { Section } from '../../layout/Section';
import type { Column } from '../../layout/sortRows';
import { pointName, TrendChart } from '../charts';
import { Notes } from '../parts/Notes';
import { inUnit } from '../parts/numbers';
import { Verdict } from '../parts/Verdict';
import { newsOf } from './historyNews';

/** News in words, the trend, and the way from every point to its runs. */
export function HistoryView(props: {
  history: PerformanceHistory;
  title: string;
}) {
  const paths = usePerformancePaths();
  const navigate = useNavigate();
  const { history } = props;
  const news = newsOf(history);
  return (
    <>
      <Verdict word={news.word} sentence={news.sentence}>
        <Notes
          label="Changes that stayed"
          items={history.changePoints.map(change => change.sentence)}
        />
      </Verdict>
      <Section title={props.title}>
        <TrendChart
          title={props.title}
          history={history}
          onSelect={point =>
            navigate(paths.run(point.runIds[point.runIds.length - 1]))
          }
          detail={{
            header: 'Runs',
            render: point =>
              point.runIds.map((run, index) => (
                <span key={run}>
                  {index > 0 && ' '}
                  <Link
                    to={paths.run(run)}
                    aria-label={`Run ${index + 1} of ${pointName(point)}`}
                  >
                    {index + 1}
                  </Link>
                </span>
              )),
          }}
        />
      </Section>
      <LatestPoints history={history} />
    </>
  );
}

const LATEST = 12;

interface Row {
  point: PerformanceHistory['points'][number];
  before?: PerformanceHistory['points'][number];
}

/** The newest points with their runs: what a click on the trend would lead to, without aiming. */
function LatestPoints(props: { history: PerformanceHistory }) {
  const paths = usePerformancePaths();
  const { points, unit, metric } = props.history;
  const rows: Row[] = points
    .map((point, index) => ({ point, before: points[index - 1] }))
    .slice(-LATEST)
    .reverse();
  const columns: Array<Column<Row>> = [
    {
      id: 'point',
      header: 'Release or day',
      render: ({ point }) => (
        <>
          <strong>{pointName(point)}</strong>
          {point.baseline ? ', baseline' : ''}
        </>
      ),
    },
    {
      id: 'at',
      header: 'Measured (UTC)',
      render: ({ point }) => point.at.slice(0, 16).replace('T', ' '),
    },
    {
      id: 'value',
      header: metric,
      align: 'right',
      render: ({ point }) => inUnit(point.value, unit),
    },
    {
      id: 'runs',
      header: 'Runs',
      render: ({ point }) => (
        <Link to={paths.run(point.runIds[point.runIds.length - 1])}>
          {point.runIds.length === 1
            ? 'Its run'
            : `Last of ${point.runIds.length} runs`}
        </Link>
      ),
    },
    {
      id: 'compare',
      header: 'Comparison',
      render: ({ point, before }) =>
        before ? (
          <Link
            to={paths.compare({
              a: before.runIds,
              b: point.runIds,
              titleA: pointName(before),
              titleB: pointName(point),
            })}
          >
            Compare with {pointName(before)}
          </Link>
        ) : (
          '–'
        ),
    },
  ];
  return (
    <Section
      title="Latest points"
      subtitle="Newest first; each with its runs and the comparison with the point before"
      flush
    >
      <DataTable
        caption="Latest points"
        columns={columns}
        rows={rows}
        rowKey={row => `${row.point.at}/${pointName(row.point)}`}
        presorted
      />
    </Section>
  );
}
