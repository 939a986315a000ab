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

import type { PerformanceProfile } from '@meshplane/plugin-meshplane-common';
import { useState } from 'react';
import { useNavigate, useParams } from 'react-router-dom';
import { useProfile } from '../../../data/performanceQueries';
import { usePerformancePaths } from '../../../lib/usePerformancePaths';
import { useUrlState } from '../../../lib/useUrlState';
import { QueryView } from '../../feedback/QueryView';
import { PageTitle } from '../../layout/PageTitle';
import { draftOf, emptyDraft } from './form/profileDraft';
import { ProfileForm } from './ProfileForm';

/** The form over a stored profile. It stays with what it was opened with: a refresh must not change what is typed. */
function FormOver(props: { profile: PerformanceProfile; isClone: boolean }) {
  const { isClone } = props;
  const [profile] = useState(props.profile);
  const [initial] = useState(() => {
    const draft = draftOf(profile);
    return isClone ? { ...draft, name: `${draft.name} (copy)` } : draft;
  });
  const navigate = useNavigate();
  const paths = usePerformancePaths();
  return (
    <ProfileForm
      initial={initial}
      kept={profile.load.preserved ? { preserved: profile.load.preserved } : {}}
      base={isClone ? undefined : profile}
      onSaved={saved => navigate(paths.profile(saved.id))}
      onCancel={() => navigate(paths.profile(profile.id))}
    />
  );
}

function NewForm() {
  const { params } = useUrlState();
  const navigate = useNavigate();
  const paths = usePerformancePaths();
  const [initial] = useState(() =>
    emptyDraft({
      url: params.get('url') ?? undefined,
      entityRef: params.get('entityRef') ?? undefined,
      name: params.get('name') ?? undefined,
    }),
  );
  return (
    <ProfileForm
      initial={initial}
      onSaved={saved => navigate(paths.profile(saved.id))}
      onCancel={() => navigate(paths.view('profiles'))}
    />
  );
}

/**
 * Makes a profile, or the next version of one. `?clone=ID` starts from a copy; `?url=`, `?entityRef=` and `?name=` from where
 * somebody came.
 */
export function EditProfilePage() {
  const { profile: id } = useParams();
  const { params } = useUrlState();
  const clone = params.get('clone') ?? undefined;
  const source = id ?? clone;
  const profile = useProfile(source);
  if (!source) {
    return (
      <>
        <PageTitle
          title="New profile"
          meta="Nothing is sent before somebody runs it"
        />
        <NewForm />
      </>
    );
  }
  return (
    <QueryView query={profile} what={`profile "${source}"`} rows={8}>
      {found => (
        <>
          <PageTitle
            title={id ? `Edit ${found.name}` : `Copy of ${found.name}`}
            meta={
              id
                ? `Makes version ${
                    found.version + 1
                  }; results of the versions before stay as they are`
                : 'A profile of its own, without the runs of the other one'
            }
          />
          <FormOver profile={found} isClone={!id} />
        </>
      )}
    </QueryView>
  );
}
