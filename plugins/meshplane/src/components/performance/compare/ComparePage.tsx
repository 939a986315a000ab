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

import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import { useMemo } from 'react';
import { useNavigate } from 'react-router-dom';
import {
  useComparisonOf,
  useSaveComparison,
} from '../../../data/performance/comparisonQueries';
import { usePerformancePaths } from '../../../lib/usePerformancePaths';
import { useUrlState } from '../../../lib/useUrlState';
import { EmptyNotice } from '../../feedback/EmptyNotice';
import { ErrorNotice } from '../../feedback/ErrorNotice';
import { QueryView } from '../../feedback/QueryView';
import { PageTitle } from '../../layout/PageTitle';
import { Section } from '../../layout/Section';
import { ComparisonLimits } from './ComparisonLimits';
import {
  DEFAULT_THRESHOLD,
  prospect,
  readComparison,
  runsOnBothSides,
} from './comparisonParams';
import { ComparisonResult } from './ComparisonResult';
import { ShareLink } from './ShareComparison';
import { SideCard } from './SideCard';
import { SidesByProfile } from './SidesByProfile';

const useStyles = makeStyles(theme => ({
  sides: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(420px, 100%), 1fr))',
    columnGap: theme.spacing(2),
    alignItems: 'start',
  },
  actions: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(1),
    alignItems: 'center',
  },
}));

/** Two sides of one or more runs each: choosing them, and what the comparison of them says. */
export function ComparePage() {
  const classes = useStyles();
  const paths = usePerformancePaths();
  const navigate = useNavigate();
  const { params, patch } = useUrlState();
  const input = useMemo(() => readComparison(params), [params]);
  const doubled = runsOnBothSides(input);
  const isReady =
    input.a.length > 0 && input.b.length > 0 && doubled.length === 0;
  const comparison = useComparisonOf(isReady ? input : { a: [], b: [] });
  const save = useSaveComparison();
  const known = comparison.data
    ? [...comparison.data.a.runs, ...comparison.data.b.runs]
    : [];
  return (
    <>
      <PageTitle
        title="Compare"
        meta="Did it get slower, by how much, and are you sure?"
        action={
          isReady &&
          comparison.data && (
            <div className={classes.actions}>
              <ShareLink
                path={paths.compare(
                  Object.fromEntries(
                    [...new Set(params.keys())].map(key => [
                      key,
                      params.getAll(key),
                    ]),
                  ),
                )}
              />
              <Button
                variant="contained"
                color="primary"
                disabled={
                  save.isPending || comparison.data.status === 'refused'
                }
                onClick={() =>
                  save.mutate(input, {
                    onSuccess: saved =>
                      saved.id && navigate(paths.comparison(saved.id)),
                  })
                }
              >
                {save.isPending ? 'Saving…' : 'Save the comparison'}
              </Button>
            </div>
          )
        }
      />
      {save.isError && (
        <ErrorNotice
          what="The comparison could not be saved"
          error={save.error}
        />
      )}
      <Section
        title="From one profile"
        subtitle="Its baseline against the latest runs, or one release against another"
      >
        <SidesByProfile
          profileId={params.get('profileId') ?? ''}
          onProfile={profileId => patch({ profileId })}
          onChoose={patch}
        />
      </Section>
      <div className={classes.sides}>
        {(['a', 'b'] as const).map(side => (
          <SideCard
            key={side}
            side={side}
            ids={input[side]}
            runs={known}
            onChange={ids =>
              patch({
                [side]: ids,
                // A title that was given to other runs would be wrong now.
                [side === 'a' ? 'titleA' : 'titleB']: undefined,
              })
            }
          />
        ))}
      </div>
      {doubled.length > 0 && (
        <Typography variant="body2" color="error" paragraph role="alert">
          {`The ${doubled.length === 1 ? 'run' : 'runs'} "${doubled.join(
            '", "',
          )}" ${
            doubled.length === 1 ? 'is' : 'are'
          } on both sides. Remove them from one.`}
        </Typography>
      )}
      {!isReady && doubled.length === 0 && (
        <EmptyNotice
          title="Nothing to compare yet"
          text={`${prospect(
            input.a.length,
            input.b.length,
          )} Two single runs are described; five or more per side, taken in turns, are judged.`}
        />
      )}
      {isReady && (
        <>
          <Section
            title="Limits of the verdict"
            subtitle={prospect(input.a.length, input.b.length)}
          >
            <ComparisonLimits
              key={`${input.threshold}/${input.margin}`}
              threshold={input.threshold ?? DEFAULT_THRESHOLD}
              margin={input.margin}
              onChange={limits =>
                patch({
                  threshold: String(limits.threshold),
                  margin:
                    limits.margin === undefined
                      ? undefined
                      : String(limits.margin),
                })
              }
            />
          </Section>
          <QueryView query={comparison} what="the comparison" rows={6}>
            {data => (
              <ComparisonResult
                comparison={data}
                margin={input.margin ?? input.threshold ?? DEFAULT_THRESHOLD}
              />
            )}
          </QueryView>
        </>
      )}
    </>
  );
}
