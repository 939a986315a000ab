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

import { LinkButton } from '@backstage/core-components';
import Button from '@material-ui/core/Button';
import Paper from '@material-ui/core/Paper';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import type { RunSummary } from '@meshplane/plugin-meshplane-common';
import { useMemo, useState } from 'react';
import { useRuns } from '../../../data/performanceQueries';
import { plural } from '../../../lib/format';
import { usePerformancePaths } from '../../../lib/usePerformancePaths';
import { useUrlState, type UrlPatch } from '../../../lib/useUrlState';
import { EmptyNotice } from '../../feedback/EmptyNotice';
import { QueryView } from '../../feedback/QueryView';
import { DataTable } from '../../layout/DataTable';
import { PageTitle } from '../../layout/PageTitle';
import { Pager } from '../../layout/Pager';
import { formatSort } from '../../layout/sortRows';
import { RunFilters } from './RunFilters';
import { runColumns } from './runColumns';
import {
  comparedSides,
  RUN_FILTERS,
  RUN_PAGE_SIZES,
  runSort,
  toRunQuery,
} from './runParams';

/** Columns that people want to see from the largest first. */
const DESCENDING_FIRST = [
  'createdAt',
  'p50',
  'p99',
  'errorRate',
  'achievedRate',
];

const useStyles = makeStyles(theme => ({
  chosen: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(1, 2),
    padding: theme.spacing(1, 2),
    borderBottom: `1px solid ${theme.palette.divider}`,
    backgroundColor: theme.palette.action.hover,
  },
}));

/** What has been chosen, and the way to the comparison of it. */
function Chosen(props: { runs: RunSummary[]; onClear: () => void }) {
  const classes = useStyles();
  const paths = usePerformancePaths();
  const { runs } = props;
  if (runs.length === 0) return null;
  return (
    <div className={classes.chosen} role="region" aria-label="Chosen runs">
      <Typography variant="body2" role="status">
        {plural(runs.length, 'run')} chosen
        {runs.length === 1 ? '; choose another one to compare it with' : ''}
      </Typography>
      {runs.length > 1 && (
        <LinkButton
          to={paths.compare(comparedSides(runs))}
          size="small"
          color="primary"
          variant="contained"
        >
          Compare
        </LinkButton>
      )}
      <Button size="small" onClick={props.onClear}>
        Choose none
      </Button>
    </div>
  );
}

/** Every run, newest first; filters, order and page are part of the address. */
export function RunsPage() {
  const paths = usePerformancePaths();
  const { params, patch } = useUrlState();
  // The span of time counts from when the page was opened: a moving one would be another query every minute.
  const [now] = useState(() => Date.now());
  const [chosen, setChosen] = useState<ReadonlyMap<string, RunSummary>>(
    new Map(),
  );
  const query = useMemo(() => toRunQuery(params, now), [params, now]);
  const runs = useRuns(query);
  const sort = runSort(params);
  const columns = useMemo(
    () =>
      runColumns(paths, chosen, (run, checked) =>
        setChosen(before => {
          const next = new Map(before);
          if (checked) next.set(run.id, run);
          else next.delete(run.id);
          return next;
        }),
      ),
    [paths, chosen],
  );
  const filter = (changes: UrlPatch) =>
    patch({ ...changes, offset: undefined });
  const clear = () =>
    filter(Object.fromEntries(RUN_FILTERS.map(name => [name, undefined])));
  const isFiltered = RUN_FILTERS.some(name => params.has(name));
  return (
    <>
      <PageTitle
        title="Runs"
        meta="Every load test with its result, kept with what it was measured on"
        action={
          <LinkButton
            to={paths.view('profiles')}
            color="primary"
            variant="contained"
          >
            Run a profile
          </LinkButton>
        }
      />
      <RunFilters onFilter={filter} onClear={clear} />
      <QueryView query={runs} what="the runs" rows={8}>
        {list =>
          list.total > 0 ? (
            <Paper variant="outlined">
              <Chosen
                runs={[...chosen.values()]}
                onClear={() => setChosen(new Map())}
              />
              <DataTable
                caption="Runs"
                columns={columns}
                rows={list.items}
                rowKey={run => run.id}
                presorted
                sort={sort}
                onSort={({ column }) =>
                  filter({
                    sort: formatSort({
                      column,
                      descending:
                        sort.column === column
                          ? !sort.descending
                          : DESCENDING_FIRST.includes(column),
                    }),
                  })
                }
              />
              <Pager
                total={list.total}
                limit={Number(query.limit)}
                offset={Number(query.offset)}
                sizes={RUN_PAGE_SIZES}
                onChange={change =>
                  patch({
                    limit: String(change.limit),
                    offset: change.offset ? String(change.offset) : undefined,
                  })
                }
              />
            </Paper>
          ) : (
            <EmptyNotice
              title={
                isFiltered
                  ? 'No run matches the filters'
                  : 'Nothing has been measured yet'
              }
              text={
                isFiltered
                  ? 'Take a filter away to see more.'
                  : 'A profile says what load is sent where. Make one and run it: the result stays here with its environment, and later ones can be compared with it.'
              }
            >
              {isFiltered ? (
                <Button variant="outlined" onClick={clear}>
                  Clear filters
                </Button>
              ) : (
                <LinkButton
                  to={paths.newProfile()}
                  color="primary"
                  variant="contained"
                >
                  Make a profile
                </LinkButton>
              )}
            </EmptyNotice>
          )
        }
      </QueryView>
    </>
  );
}
