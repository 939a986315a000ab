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
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import type { PerformanceImport } from '@meshplane/plugin-meshplane-common';
import { plural } from '../../../lib/format';
import { usePerformancePaths } from '../../../lib/usePerformancePaths';
import { StatusLabel } from '../../status/StatusLabel';
import { runFacts } from '../parts/RunPicker';

/** Lines of one kind that are shown; a broken file of a million lines has a million errors. */
const SHOWN = 100;

const useStyles = makeStyles(theme => ({
  list: {
    margin: theme.spacing(0.5, 0, 1),
    paddingLeft: theme.spacing(2.5),
    overflowWrap: 'anywhere',
  },
}));

type Problem = PerformanceImport['errors'][number];

/** "Line 12, results[0].latency: …". */
export function problemWords(problem: Problem): string {
  const place = [
    problem.line !== undefined && `line ${problem.line}`,
    problem.path,
  ]
    .filter(Boolean)
    .join(', ');
  const start = place.charAt(0).toUpperCase() + place.slice(1);
  return place ? `${start}: ${problem.message}` : problem.message;
}

function Problems(props: {
  label: string;
  tone: 'error' | 'warning';
  items: Problem[];
}) {
  const classes = useStyles();
  const { items, label } = props;
  if (items.length === 0) return null;
  return (
    <>
      <StatusLabel
        state={{ tone: props.tone, word: `${label} (${items.length})` }}
      />
      <ul className={classes.list} aria-label={label}>
        {items.slice(0, SHOWN).map((item, index) => (
          <Typography
            component="li"
            variant="body2"
            key={`${index}/${item.line}`}
          >
            {problemWords(item)}
          </Typography>
        ))}
        {items.length > SHOWN && (
          <Typography component="li" variant="body2">
            and {items.length - SHOWN} more
          </Typography>
        )}
      </ul>
    </>
  );
}

/** What a file holds, what of it is taken, and what is wrong with it line by line. */
export function ImportReport(props: {
  result: PerformanceImport;
  /** Nothing was kept yet: there is nothing to link to. */
  isDryRun: boolean;
}) {
  const classes = useStyles();
  const paths = usePerformancePaths();
  const { result, isDryRun } = props;
  const count = result.runs.length + result.profiles.length;
  const what = [
    result.runs.length > 0 && plural(result.runs.length, 'run'),
    result.profiles.length > 0 && plural(result.profiles.length, 'profile'),
  ]
    .filter(Boolean)
    .join(' and ');
  return (
    <>
      <Typography variant="body2" gutterBottom>
        {`Format ${result.format}. `}
        {count === 0 && 'Nothing in it can be taken.'}
        {count > 0 && (isDryRun ? `Would take ${what}.` : `Has taken ${what}.`)}
      </Typography>
      {count > 0 && (
        <ul className={classes.list} aria-label="Taken">
          {result.runs.map(run => (
            <li key={run.id}>
              {isDryRun ? (
                run.name
              ) : (
                <Link to={paths.run(run.id)}>{run.name}</Link>
              )}{' '}
              <Typography variant="caption" color="textSecondary">
                {runFacts(run)}
              </Typography>
            </li>
          ))}
          {result.profiles.map(profile => (
            <li key={profile.id}>
              Profile{' '}
              {isDryRun ? (
                profile.name
              ) : (
                <Link to={paths.profile(profile.id)}>{profile.name}</Link>
              )}
            </li>
          ))}
        </ul>
      )}
      <Problems label="Errors" tone="error" items={result.errors} />
      <Problems label="Warnings" tone="warning" items={result.warnings} />
    </>
  );
}
