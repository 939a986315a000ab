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

import { InfoCard, Link } from '@backstage/core-components';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import { MeshplaneDataProvider } from '../../../data/MeshplaneDataProvider';
import { plural, relativeTime } from '../../../lib/format';
import { usePerformancePaths } from '../../../lib/usePerformancePaths';
import { QueryView } from '../../feedback/QueryView';
import { StatusLabel } from '../../status/StatusLabel';
import { gateStateWords } from '../parts/studyWords';
import { EntityTrend } from './EntityTrend';
import { profileStates, worstGate } from './lastResults';
import { RunProfileButton } from './RunProfileButton';
import {
  useEntityPerformance,
  usePerformanceSubject,
} from './useEntityPerformance';

/** Profiles that the card names. */
const PROFILES_SHOWN = 3;

const useStyles = makeStyles(theme => ({
  root: { display: 'grid', gap: theme.spacing(2) },
  profile: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    justifyContent: 'space-between',
    gap: theme.spacing(1),
  },
}));

function CardContent(props: { entityRef: string; target?: string }) {
  const classes = useStyles();
  const paths = usePerformancePaths();
  const { entityRef, target } = props;
  const { profiles, runs, history } = useEntityPerformance(entityRef);
  return (
    <QueryView query={profiles} what="the profiles of this component" rows={3}>
      {list => {
        if (list.total === 0) {
          return (
            <Typography variant="body2">
              Nothing was measured yet.{' '}
              <Link to={paths.newProfile({ entityRef, url: target })}>
                Make the first profile
              </Link>
            </Typography>
          );
        }
        const states = profileStates(list.items, runs.data?.items ?? []);
        const more = states.length - PROFILES_SHOWN;
        return (
          <div className={classes.root}>
            <Typography variant="h6" component="div">
              <StatusLabel state={gateStateWords[worstGate(states)]} />
            </Typography>
            {history.data && (
              <div>
                <EntityTrend history={history.data} entityRef={entityRef} />
              </div>
            )}
            {states
              .slice(0, PROFILES_SHOWN)
              .map(({ profile, last, active }) => (
                <div key={profile.id} className={classes.profile}>
                  <Typography variant="body2" component="div">
                    <Link to={paths.profile(profile.id)}>{profile.name}</Link>
                    {active && (
                      <>
                        {' · '}
                        <Link to={paths.run(active.id)}>runs now</Link>
                      </>
                    )}
                    {!active && last && (
                      <>
                        {' · '}
                        <Link to={paths.run(last.id)}>
                          {relativeTime(last.endedAt ?? last.createdAt)}
                        </Link>
                      </>
                    )}
                  </Typography>
                  <RunProfileButton profile={profile} />
                </div>
              ))}
            {more > 0 && (
              <Typography variant="body2" color="textSecondary">
                and {plural(more, 'more profile', 'more profiles')}
              </Typography>
            )}
          </div>
        );
      }}
    </QueryView>
  );
}

function Card() {
  const { ref, target } = usePerformanceSubject();
  const { profiles } = useEntityPerformance(ref);
  // A card that only says "nothing" stands in the way of others, unless the component asks to be measured.
  const isEmpty = profiles.data?.total === 0;
  if (!target && (isEmpty || profiles.data === undefined)) return null;
  return (
    <InfoCard title="Performance">
      <CardContent entityRef={ref} target={target} />
    </InfoCard>
  );
}

/**
 * Says of a component what it was measured at last: gates, trend, profiles. Not shown where nothing was measured and no
 * target is named.
 *
 * @public
 */
export function MeshplanePerformanceCard() {
  return (
    <MeshplaneDataProvider>
      <Card />
    </MeshplaneDataProvider>
  );
}
