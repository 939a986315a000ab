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

import type { WorkloadCoverage } from '@meshplane/meshes';
import Typography from '@material-ui/core/Typography';
import { asSentence } from '../../lib/format';
import type { Column } from '../layout/sortRows';
import { sortReasons } from '../status/ReasonList';
import { StatusLabel, ToneIcon } from '../status/StatusLabel';
import { coverageWords, mtlsWords, severityWords } from '../status/words';

/** The most serious reason in words, and how many more there are. */
function FirstReason(props: { workload: WorkloadCoverage }) {
  const [first, ...rest] = sortReasons(props.workload.reasons);
  if (!first) return <>–</>;
  const { tone, word } = severityWords[first.severity];
  return (
    <>
      {first.severity !== 'info' && (
        <>
          <ToneIcon tone={tone} /> <strong>{word}:</strong>{' '}
        </>
      )}
      {asSentence(first.text)}
      {rest.length > 0 && (
        <Typography variant="caption" color="textSecondary" component="div">
          and {rest.length} more
        </Typography>
      )}
    </>
  );
}

/** Columns of a table of workloads; `sortable` marks those that the server sorts by. */
export const coverageColumns: Array<Column<WorkloadCoverage>> = [
  {
    id: 'name',
    header: 'Workload',
    sortable: true,
    width: '15%',
    render: row => (
      <>
        {row.workload.name}
        <Typography variant="caption" color="textSecondary" component="div">
          {row.workload.kind}
        </Typography>
      </>
    ),
  },
  {
    id: 'namespace',
    header: 'Namespace',
    width: '13%',
    sortable: true,
    render: row => row.workload.namespace,
  },
  {
    id: 'state',
    header: 'State',
    width: '13%',
    sortable: true,
    render: row => <StatusLabel state={coverageWords[row.state]} />,
  },
  {
    id: 'mesh',
    header: 'Mesh and proxy',
    width: '12%',
    render: row => (
      <>
        {row.definition ?? '–'}
        <Typography variant="caption" color="textSecondary" component="div">
          {row.proxies.map(proxy => proxy.version).join(', ')}
        </Typography>
      </>
    ),
  },
  {
    id: 'pods',
    header: 'Pods on mesh',
    width: '9%',
    render: row => `${row.pods.onMesh} / ${row.pods.total}`,
  },
  {
    id: 'mtls',
    header: 'mTLS',
    width: '12%',
    render: row => <StatusLabel state={mtlsWords[row.mtls.mode]} />,
  },
  {
    id: 'problems',
    header: 'Why',
    sortable: true,
    width: '26%',
    render: row => <FirstReason workload={row} />,
  },
];
