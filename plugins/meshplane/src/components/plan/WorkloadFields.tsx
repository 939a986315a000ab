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

import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import type { WorkloadCoverage } from '@meshplane/meshes';
import {
  useCoverage,
  useMeshes,
  useNamespaceCoverage,
} from '../../data/queries';
import { objectKey, plural } from '../../lib/format';
import { QueryView } from '../feedback/QueryView';
import { PickField } from '../layout/PickField';
import { StatusLabel } from '../status/StatusLabel';
import { coverageWords } from '../status/words';
import {
  DraftChoice,
  DraftSwitch,
  DraftText,
  Fields,
  PaceFields,
} from './fields';
import type { DraftState } from './useDraft';

/** Workloads of a namespace that are listed by name; more are counted. */
const MOST_WORKLOADS = 200;

const RESTARTABLE = ['Deployment', 'StatefulSet', 'DaemonSet'];

const useStyles = makeStyles(theme => ({
  list: { margin: theme.spacing(0.5, 0), paddingLeft: theme.spacing(2.5) },
}));

type FieldsProps = { draft: DraftState };

function workloadId(row: WorkloadCoverage): string {
  return `${row.workload.kind}/${row.workload.name}`;
}

/** Namespaces of the first cluster; free text would invite typing errors. */
function NamespaceField({ draft }: FieldsProps) {
  const cluster = draft.list('cluster')[0] ?? '';
  const namespaces = useNamespaceCoverage(cluster);
  return (
    <QueryView
      query={namespaces}
      what="the namespaces"
      cluster={cluster}
      rows={1}
    >
      {list => (
        <PickField
          label="Namespace"
          value={draft.text('namespace')}
          options={[
            { value: '', label: 'Choose a namespace' },
            ...list.items.map(item => ({
              value: item.namespace,
              label: item.namespace,
            })),
          ]}
          onChange={namespace => draft.set({ namespace, workload: undefined })}
        />
      )}
    </QueryView>
  );
}

function WorkloadField({ draft }: FieldsProps) {
  const classes = useStyles();
  const cluster = draft.list('cluster')[0] ?? '';
  const namespace = draft.text('namespace');
  const coverage = useCoverage(cluster, { namespace, limit: MOST_WORKLOADS });
  const isOnboard = draft.kind === 'workload.onboard';
  if (!namespace) return null;
  return (
    <QueryView query={coverage} what="the workloads" cluster={cluster} rows={3}>
      {page => {
        const workload = draft.text('workload');
        const rows = page.items.filter(
          row =>
            RESTARTABLE.includes(row.workload.kind) &&
            (!workload || workloadId(row) === workload),
        );
        // Who would change sides has to be made anew; the plan says it precisely.
        const moving = rows.filter(row =>
          isOnboard ? row.state !== 'on-mesh' : row.pods.onMesh > 0,
        );
        return (
          <>
            <PickField
              label="Workload"
              value={workload}
              options={[
                { value: '', label: 'The whole namespace' },
                ...page.items
                  .filter(row => RESTARTABLE.includes(row.workload.kind))
                  .map(row => ({
                    value: workloadId(row),
                    label: `${row.workload.kind} ${row.workload.name}`,
                  })),
              ]}
              onChange={next => draft.set({ workload: next })}
            />
            <div>
              <Typography variant="body2">
                {moving.length === 0
                  ? 'No workload here would change its state.'
                  : `${plural(
                      moving.length,
                      'workload',
                    )} may need a restart for it; the plan says it for certain:`}
              </Typography>
              <Typography
                variant="body2"
                component="ul"
                className={classes.list}
                aria-label="Workloads that may need a restart"
              >
                {moving.map(row => (
                  <li key={objectKey(row.workload)}>
                    {row.workload.kind} {row.workload.name}{' '}
                    <StatusLabel state={coverageWords[row.state]} />
                  </li>
                ))}
              </Typography>
            </div>
          </>
        );
      }}
    </QueryView>
  );
}

function MeshPick(props: FieldsProps & { name: string; label: string }) {
  const { draft, name, label } = props;
  const cluster = draft.list('cluster')[0] ?? '';
  const meshes = useMeshes(cluster);
  return (
    <QueryView query={meshes} what="the meshes" cluster={cluster} rows={2}>
      {list => {
        const options = list.items.filter(mesh => mesh.kind === 'mesh');
        return options.length > 0 ? (
          <DraftChoice
            label={label}
            value={draft.text(name)}
            options={options.map(mesh => ({
              value: mesh.id,
              title: [mesh.displayName, mesh.version].filter(Boolean).join(' '),
              text: [
                mesh.revision && `revision ${mesh.revision}`,
                mesh.mode !== 'none' && `${mesh.mode} mode`,
              ]
                .filter(Boolean)
                .join(', '),
            }))}
            onChange={mesh => draft.set({ [name]: mesh, revision: undefined })}
          />
        ) : (
          <Typography variant="body2">
            There is no mesh in this cluster yet: install one first.
          </Typography>
        );
      }}
    </QueryView>
  );
}

function RevisionField({ draft }: FieldsProps) {
  const cluster = draft.list('cluster')[0] ?? '';
  const meshes = useMeshes(cluster);
  const mesh = meshes.data?.items.find(item => item.id === draft.text('mesh'));
  if (!mesh) return null;
  const choices = [...(mesh.revision ? [mesh.revision] : []), ...mesh.tags];
  return (
    <>
      {choices.length > 0 && (
        <PickField
          label="Revision or tag"
          value={draft.text('revision')}
          options={[
            { value: '', label: 'What the mesh recommends' },
            ...choices.map(value => ({ value, label: value })),
          ]}
          onChange={revision => draft.set({ revision })}
        />
      )}
      {mesh.mode === 'ambient' && (
        <DraftText
          draft={draft}
          name="waypoint"
          label="Waypoint (optional)"
          placeholder="waypoint"
          help="Needed for rules about HTTP; made if it is not there"
        />
      )}
    </>
  );
}

/** Onto a mesh, or off it. */
export function OnboardFields({ draft }: FieldsProps) {
  return (
    <Fields>
      <MeshPick draft={draft} name="mesh" label="Mesh" />
      {draft.kind === 'workload.onboard' && <RevisionField draft={draft} />}
      <NamespaceField draft={draft} />
      <WorkloadField draft={draft} />
      <DraftSwitch
        draft={draft}
        name="restart"
        fallback
        label="Restart the workloads that need it"
        help="Without it, only pods that are made later change sides"
      />
      {draft.flag('restart', true) && <PaceFields draft={draft} />}
    </Fields>
  );
}

/** A paced restart by itself. */
export function RestartFields({ draft }: FieldsProps) {
  return (
    <Fields>
      <NamespaceField draft={draft} />
      {draft.list('workload').length > 0 && (
        <Typography variant="body2">
          Only {draft.list('workload').join(', ')}
        </Typography>
      )}
      <PaceFields draft={draft} />
    </Fields>
  );
}

/** One namespace from one mesh to another. */
export function MigrateFields({ draft }: FieldsProps) {
  return (
    <Fields>
      <MeshPick draft={draft} name="from" label="From" />
      <MeshPick draft={draft} name="to" label="To" />
      <NamespaceField draft={draft} />
      <DraftText
        draft={draft}
        name="waypoint"
        label="Waypoint (optional, ambient)"
        placeholder="waypoint"
      />
      <PaceFields draft={draft} />
    </Fields>
  );
}
