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
import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import type {
  DashboardList,
  RunSummary,
} from '@meshplane/plugin-meshplane-common';
import { lazy, Suspense, useState } from 'react';
import {
  useDashboards,
  useMetricsConnections,
} from '../../../data/performance/connectionQueries';
import { useRuns } from '../../../data/performanceQueries';
import { useUrlState } from '../../../lib/useUrlState';
import { LoadingRows } from '../../feedback/LoadingRows';
import { QueryView } from '../../feedback/QueryView';
import { FilterBar } from '../../layout/FilterBar';
import { PickField } from '../../layout/PickField';
import { SearchField } from '../../layout/SearchField';
import { Section } from '../../layout/Section';
import { runFacts } from '../parts/RunPicker';

const PanelView = lazy(() =>
  import('./PanelView').then(module => ({ default: module.PanelView })),
);

/** Runs whose window can be chosen. */
const RECENT_RUNS = 50;

type Board = DashboardList['items'][number];
type Panel = Board['panels'][number];

const useStyles = makeStyles(theme => ({
  board: { padding: theme.spacing(1, 0) },
  panels: { margin: 0, paddingLeft: theme.spacing(2.5) },
}));

/** The window of a run, with what came just before and after it; undefined while it is not known. */
export function windowOf(
  run: Pick<RunSummary, 'startedAt' | 'endedAt'> | undefined,
): { from: string; to: string } | undefined {
  return run?.startedAt && run.endedAt
    ? {
        from: new Date(run.startedAt).toISOString(),
        to: new Date(run.endedAt).toISOString(),
      }
    : undefined;
}

function PanelItem(props: {
  connection: string;
  board: Board;
  panel: Panel;
  window?: { from: string; to: string };
}) {
  const { board, panel, window: shown } = props;
  const [isOpen, setOpen] = useState(false);
  return (
    <li>
      <Link to={panel.url}>{panel.title}</Link>{' '}
      {panel.drawable && shown && (
        <Button
          size="small"
          aria-expanded={isOpen}
          aria-label={`${isOpen ? 'Hide' : 'Draw'} ${panel.title} of ${
            board.title
          }`}
          onClick={() => setOpen(!isOpen)}
        >
          {isOpen ? 'Hide' : 'Draw here'}
        </Button>
      )}
      {isOpen && shown && (
        <Suspense fallback={<LoadingRows label="Loading the chart" rows={3} />}>
          <PanelView
            connection={props.connection}
            dashboard={board.uid}
            panel={panel.id}
            from={shown.from}
            to={shown.to}
          />
        </Suspense>
      )}
    </li>
  );
}

function BoardItem(props: {
  connection: string;
  board: Board;
  window?: { from: string; to: string };
}) {
  const classes = useStyles();
  const { board } = props;
  return (
    <div className={classes.board}>
      <Typography variant="subtitle2" component="h4">
        <Link to={board.url}>{board.title}</Link>{' '}
        <Typography variant="caption" color="textSecondary">
          {[board.folder, ...board.tags].filter(Boolean).join(' · ')}
        </Typography>
      </Typography>
      {board.panels.length > 0 && (
        <ul className={classes.panels} aria-label={`Panels of ${board.title}`}>
          {board.panels.map(panel => (
            <PanelItem
              key={panel.id}
              connection={props.connection}
              board={board}
              panel={panel}
              window={props.window}
            />
          ))}
        </ul>
      )}
    </div>
  );
}

/** Boards of a Grafana: linked with the window of a run, and drawn here where their Prometheus is connected, too. */
export function BoardsSection() {
  const { params, patch } = useUrlState();
  const connections = useMetricsConnections();
  const runs = useRuns({ state: 'succeeded', limit: RECENT_RUNS });
  const grafanas = (connections.data?.items ?? []).filter(
    item => item.kind === 'grafana',
  );
  const connection = params.get('grafana') ?? grafanas[0]?.name ?? '';
  const runId = params.get('run') ?? '';
  const q = params.get('board') ?? '';
  const boards = useDashboards(
    { connection, q: q || undefined, runId: runId || undefined },
    Boolean(connection),
  );
  const run = runs.data?.items.find(item => item.id === runId);
  if (grafanas.length === 0) return null;
  return (
    <Section
      title="Boards"
      subtitle={
        run
          ? `Links open the window of ${run.name}; panels are drawn for it`
          : 'Choose a run: links open its window, and panels can be drawn here'
      }
    >
      <FilterBar label="Boards of Grafana">
        <PickField
          label="Grafana"
          value={connection}
          options={grafanas.map(item => ({
            value: item.name,
            label: item.name,
          }))}
          onChange={grafana => patch({ grafana })}
        />
        <PickField
          label="Window of the run"
          value={runId}
          options={[
            { value: '', label: 'None' },
            ...(runs.data?.items ?? []).map(item => ({
              value: item.id,
              label: `${item.name}, ${runFacts(item)}`,
            })),
          ]}
          onChange={value => patch({ run: value })}
        />
        <SearchField
          label="Search boards"
          value={q}
          onChange={board => patch({ board })}
        />
      </FilterBar>
      <QueryView query={boards} what="the boards" rows={4}>
        {list =>
          list.items.length === 0 ? (
            <Typography variant="body2" color="textSecondary">
              No board matches. The token of the connection sees only folders
              that it may view.
            </Typography>
          ) : (
            <>
              {list.items.map(board => (
                <BoardItem
                  key={board.uid}
                  connection={connection}
                  board={board}
                  window={windowOf(run)}
                />
              ))}
            </>
          )
        }
      </QueryView>
    </Section>
  );
}
