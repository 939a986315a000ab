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

import type { RunDetail } from '@meshplane/plugin-meshplane-common';
import { LoadFacts } from '../profiles/LoadFacts';
import { RunHeader } from '../runs/RunHeader';
import { AuditSection } from './AuditSection';
import { DownloadsSection } from './DownloadsSection';
import { EnvironmentSection } from './EnvironmentSection';
import { ErrorsSection } from './ErrorsSection';
import { GatesSection } from './GatesSection';
import { HeadlineSection } from './HeadlineSection';
import { MeshCheckSection } from './MeshCheckSection';
import { NoteSection } from './NoteSection';
import { ResourcesSection } from './ResourcesSection';
import { ResultCharts } from './ResultCharts';
import { RunActions } from './RunActions';
import { usePrintStyles } from './usePrintStyles';
import { ValidityBanner } from './ValidityBanner';

/** A run that has ended: whether it may be used, then its numbers, then everything that they rest on. */
export function ResultView(props: { run: RunDetail }) {
  const { run } = props;
  const classes = usePrintStyles();
  const { result, resources, environment } = run;
  return (
    <div className={classes.report}>
      <RunHeader run={run}>
        <RunActions run={run} />
      </RunHeader>
      <ValidityBanner run={run} />
      <HeadlineSection run={run} />
      <NoteSection run={run} />
      <AuditSection run={run} />
      {result && <GatesSection gates={run.gates} />}
      {result && <ResultCharts run={run} />}
      {result && <ErrorsSection result={result} />}
      {resources && <ResourcesSection resources={resources} />}
      {resources?.mesh && <MeshCheckSection run={run} mesh={resources.mesh} />}
      {environment && <EnvironmentSection environment={environment} />}
      {run.profile && <LoadFacts profile={run.profile} />}
      {result && <DownloadsSection run={run.id} />}
    </div>
  );
}
