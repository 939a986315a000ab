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

import { Link, LinkButton } from '@backstage/core-components';
import Typography from '@material-ui/core/Typography';
import type {
  PerformanceHistory,
  ProfileList,
  RunList,
} from '@meshplane/plugin-meshplane-common';
import { MeshplaneDataProvider } from '../../../data/MeshplaneDataProvider';
import { usePerformancePaths } from '../../../lib/usePerformancePaths';
import { QueryView } from '../../feedback/QueryView';
import { PageTitle } from '../../layout/PageTitle';
import { Section } from '../../layout/Section';
import { StatusLabel } from '../../status/StatusLabel';
import { gateStateWords } from '../parts/studyWords';
import { EntityProfiles } from './EntityProfiles';
import { EntityRuns } from './EntityRuns';
import { EntityTrend } from './EntityTrend';
import { FirstProfile } from './FirstProfile';
import { profileStates, worstGate } from './lastResults';
import {
  useEntityPerformance,
  usePerformanceSubject,
} from './useEntityPerformance';

/** Runs that the tab names; the Runs view has them all. */
const RUNS_SHOWN = 10;

function Measured(props: {
  entityRef: string;
  target?: string;
  profiles: ProfileList;
  runs: RunList;
  history?: PerformanceHistory;
}) {
  const paths = usePerformancePaths();
  const { entityRef, target, profiles, runs, history } = props;
  if (profiles.total === 0 && runs.total === 0) {
    return <FirstProfile entityRef={entityRef} target={target} />;
  }
  const states = profileStates(profiles.items, runs.items);
  return (
    <>
      <PageTitle
        title="Performance"
        meta={
          <>
            <StatusLabel state={gateStateWords[worstGate(states)]} />
            {target && <span>Target {target}</span>}
          </>
        }
        action={
          <LinkButton
            to={paths.newProfile({ entityRef, url: target })}
            variant="outlined"
            color="primary"
          >
            New profile
          </LinkButton>
        }
      />
      {history && history.points.length > 0 && (
        <Section title="Trend">
          <EntityTrend history={history} entityRef={entityRef} />
        </Section>
      )}
      {states.length > 0 && (
        <Section title="Profiles" flush>
          <EntityProfiles states={states} />
        </Section>
      )}
      {runs.total > 0 && (
        <Section
          title="Latest runs"
          action={
            <Typography variant="body2">
              <Link to={paths.view('runs', { entityRef })}>
                All runs of this component
              </Link>
            </Typography>
          }
          flush
        >
          <EntityRuns runs={runs.items.slice(0, RUNS_SHOWN)} />
        </Section>
      )}
    </>
  );
}

function TabContent() {
  const { ref, target } = usePerformanceSubject();
  const { profiles, runs, history } = useEntityPerformance(ref);
  return (
    <QueryView query={profiles} what="the profiles of this component" rows={6}>
      {profileList => (
        <QueryView query={runs} what="the runs of this component" rows={6}>
          {runList => (
            <Measured
              entityRef={ref}
              target={target}
              profiles={profileList}
              runs={runList}
              history={history.data}
            />
          )}
        </QueryView>
      )}
    </QueryView>
  );
}

/**
 * The Performance tab of a component: its profiles with their last results and gates, its trend and its latest runs.
 *
 * @public
 */
export function EntityPerformanceContent() {
  return (
    <MeshplaneDataProvider>
      <TabContent />
    </MeshplaneDataProvider>
  );
}
