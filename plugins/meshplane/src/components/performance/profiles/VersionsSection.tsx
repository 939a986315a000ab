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
import type { PerformanceProfile } from '@meshplane/plugin-meshplane-common';
import { useProfileVersions } from '../../../data/performanceQueries';
import { personName, plural, relativeTime } from '../../../lib/format';
import { usePerformancePaths } from '../../../lib/usePerformancePaths';
import { QueryView } from '../../feedback/QueryView';
import { DataTable } from '../../layout/DataTable';
import { Section } from '../../layout/Section';
import type { Column } from '../../layout/sortRows';
import { ChangesTable } from './ChangesTable';
import { profileChanges } from './profileChanges';

interface Row {
  version: PerformanceProfile;
  /** The one before it. */
  older?: PerformanceProfile;
}

/** Every version of a profile with what it changed; results point at the exact one that ran. */
export function VersionsSection(props: { profile: string; shown: number }) {
  const paths = usePerformancePaths();
  const versions = useProfileVersions(props.profile);
  const columns: Array<Column<Row>> = [
    {
      id: 'version',
      header: 'Version',
      width: 110,
      render: ({ version }) =>
        version.version === props.shown ? (
          <>{version.version} (shown)</>
        ) : (
          <Link
            to={paths.profile(version.id, {
              version: String(version.version),
            })}
          >
            {version.version}
          </Link>
        ),
    },
    {
      id: 'changes',
      header: 'Changes',
      render: ({ version, older }) =>
        older
          ? plural(profileChanges(older, version).length, 'field')
          : 'the first one',
    },
    {
      id: 'who',
      header: 'Who and when',
      render: ({ version }) => (
        <>
          {personName(version.updatedBy)},{' '}
          <span title={version.updatedAt}>
            {relativeTime(version.updatedAt)}
          </span>
        </>
      ),
    },
  ];
  return (
    <Section
      title="Versions"
      subtitle="An edit makes a new version; results keep the one that ran"
      flush
    >
      <QueryView query={versions} what="the versions" rows={3}>
        {list => (
          <DataTable
            caption="Versions of the profile"
            columns={columns}
            rows={list.items.map((version, index) => ({
              version,
              older: list.items[index + 1],
            }))}
            rowKey={row => String(row.version.version)}
            presorted
            detail={{
              name: row => `version ${row.version.version}`,
              render: row =>
                row.older ? (
                  <ChangesTable older={row.older} newer={row.version} />
                ) : (
                  'There is nothing before it to compare it with.'
                ),
            }}
          />
        )}
      </QueryView>
    </Section>
  );
}
