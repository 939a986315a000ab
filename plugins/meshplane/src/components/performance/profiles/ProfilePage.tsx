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
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import type { PerformanceProfile } from '@meshplane/plugin-meshplane-common';
import { useState } from 'react';
import { useParams } from 'react-router-dom';
import { useArchiveProfile } from '../../../data/performanceMutations';
import { useProfile } from '../../../data/performanceQueries';
import { personName, relativeTime } from '../../../lib/format';
import { usePerformancePaths } from '../../../lib/usePerformancePaths';
import { useUrlState } from '../../../lib/useUrlState';
import { ErrorNotice } from '../../feedback/ErrorNotice';
import { QueryView } from '../../feedback/QueryView';
import { PageTitle } from '../../layout/PageTitle';
import { StatusLabel } from '../../status/StatusLabel';
import { LoadFacts } from './LoadFacts';
import { ProfileRuns } from './ProfileRuns';
import { StartRunDialog } from './StartRunDialog';
import { VersionsSection } from './VersionsSection';

const useStyles = makeStyles(theme => ({
  actions: { display: 'flex', flexWrap: 'wrap', gap: theme.spacing(1) },
}));

const NOT_EDITABLE =
  'Only owners of its component, and those with the permission "meshplane.performance.write", may change this profile.';

function Actions(props: { profile: PerformanceProfile }) {
  const { profile } = props;
  const classes = useStyles();
  const paths = usePerformancePaths();
  const archive = useArchiveProfile(profile.id);
  const [isStarting, setStarting] = useState(false);
  return (
    <>
      <div className={classes.actions}>
        <Button
          variant="contained"
          color="primary"
          disabled={!profile.may.run || profile.archived}
          onClick={() => setStarting(true)}
        >
          Run
        </Button>
        <LinkButton
          to={paths.editProfile(profile.id)}
          variant="outlined"
          disabled={!profile.may.edit}
          title={profile.may.edit ? undefined : NOT_EDITABLE}
        >
          Edit
        </LinkButton>
        <LinkButton
          to={paths.newProfile({ clone: profile.id })}
          variant="outlined"
        >
          Clone
        </LinkButton>
        <LinkButton
          to={paths.view('schedules', { profileId: profile.id })}
          variant="outlined"
        >
          Schedule
        </LinkButton>
        <LinkButton
          to={paths.view('history', { profileId: profile.id })}
          variant="outlined"
        >
          History
        </LinkButton>
        <Button
          variant="outlined"
          disabled={!profile.may.edit || archive.isPending}
          onClick={() => archive.mutate(!profile.archived)}
        >
          {profile.archived ? 'Take out of the archive' : 'Archive'}
        </Button>
      </div>
      {isStarting && (
        <StartRunDialog profile={profile} onClose={() => setStarting(false)} />
      )}
      {archive.isError && (
        <ErrorNotice what="The archive was not changed" error={archive.error} />
      )}
    </>
  );
}

/** One profile, in its newest version or the one that the address names, with its versions and its runs. */
export function ProfilePage() {
  const { profile: id = '' } = useParams();
  const { params } = useUrlState();
  const version = Number(params.get('version')) || undefined;
  const profile = useProfile(id, version);
  return (
    <QueryView query={profile} what={`profile "${id}"`} rows={8}>
      {found => (
        <>
          <PageTitle
            title={found.name}
            meta={
              <>
                {found.archived && (
                  <StatusLabel state={{ tone: 'neutral', word: 'Archived' }} />
                )}
                <span>version {found.version}</span>
                {found.entityRef && <span>{found.entityRef}</span>}
                <span title={found.updatedAt}>
                  changed by {personName(found.updatedBy)},{' '}
                  {relativeTime(found.updatedAt)}
                </span>
                {found.tags.length > 0 && (
                  <span>tags {found.tags.join(', ')}</span>
                )}
              </>
            }
            action={<Actions profile={found} />}
          />
          {found.description && (
            <Typography variant="body2" paragraph>
              {found.description}
            </Typography>
          )}
          <LoadFacts profile={found} />
          <ProfileRuns profile={id} />
          <VersionsSection profile={id} shown={found.version} />
        </>
      )}
    </QueryView>
  );
}
