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
import type { MeshInstance } from '@meshplane/meshes';
import { useId } from 'react';
import { useLifecycle } from '../../data/operationQueries';
import { useMeshPaths } from '../../lib/useMeshPaths';
import { QueryView } from '../feedback/QueryView';
import { Section } from '../layout/Section';
import { OperationsUnderWay } from '../lifecycle/OperationsUnderWay';
import { PlanLink } from '../plan/PlanLink';
import { StatusLabel } from '../status/StatusLabel';

const useStyles = makeStyles(theme => ({
  actions: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(1.5),
    alignItems: 'flex-start',
    marginTop: theme.spacing(1.5),
  },
}));

/** What can be done with a mesh: upgrade, configure, onboard, migrate, remove; with the reason where not. */
export function MeshActions(props: { cluster: string; mesh: MeshInstance }) {
  const { cluster, mesh } = props;
  const classes = useStyles();
  const paths = useMeshPaths();
  const id = useId();
  const lifecycle = useLifecycle(cluster);
  return (
    <>
      <OperationsUnderWay cluster={cluster} definition={mesh.definition} />
      <Section
        title="Lifecycle"
        action={
          <Link to={paths.operations({ cluster, definition: mesh.definition })}>
            What was done with it before
          </Link>
        }
      >
        <QueryView
          query={lifecycle}
          what="what can be done with it"
          cluster={cluster}
          rows={2}
        >
          {list => {
            const offer = list.items.find(
              item => item.definition === mesh.definition,
            );
            const instance = offer?.instances.find(
              item => item.mesh === mesh.id,
            );
            // A network plugin is never installed or removed here, but its features are switched and it is upgraded.
            const togglesOnly =
              offer?.support === 'toggles-only' && mesh.management.by === 'cni';
            // What the inventory says of the owner holds, whatever the offer says.
            const readOnly =
              instance?.readOnly ??
              (mesh.management.readOnly && !togglesOnly
                ? mesh.management.text
                : undefined);
            const helm = list.helm.ready ? undefined : list.helm.message;
            const unmanaged =
              offer?.support === 'managed'
                ? undefined
                : offer?.reason ?? 'This product is not managed here.';
            const reason = readOnly ?? unmanaged ?? helm;
            const upgradeTo = instance?.upgradeTo;
            const hasToggles =
              (offer?.toggles.length ?? 0) > 0 || offer?.revisions;
            return (
              <>
                {upgradeTo ? (
                  <Typography variant="body2" component="div">
                    <StatusLabel
                      state={{
                        tone: 'info',
                        word: `Upgrade available: ${upgradeTo}`,
                      }}
                    />
                  </Typography>
                ) : (
                  <Typography variant="body2" color="textSecondary">
                    {offer?.versionsError ?? 'No upgrade available'}
                  </Typography>
                )}
                <div
                  className={classes.actions}
                  role="group"
                  aria-label={`Actions for ${mesh.displayName}`}
                >
                  <PlanLink
                    label={upgradeTo ? `Upgrade to ${upgradeTo}` : 'Upgrade'}
                    cluster={cluster}
                    primary={upgradeTo !== undefined}
                    reason={reason}
                    reasonId={id}
                    params={{
                      kind: 'mesh.upgrade',
                      mesh: mesh.id,
                      version: upgradeTo,
                      step: upgradeTo ? 'version' : undefined,
                    }}
                  />
                  {hasToggles && (
                    <PlanLink
                      label="Configure"
                      cluster={cluster}
                      reason={readOnly ?? helm}
                      params={{ kind: 'mesh.configure', mesh: mesh.id }}
                    />
                  )}
                  {mesh.kind === 'mesh' && (
                    <>
                      <PlanLink
                        label="Onboard a namespace"
                        cluster={cluster}
                        params={{ kind: 'workload.onboard', mesh: mesh.id }}
                      />
                      <PlanLink
                        label="Migrate away"
                        cluster={cluster}
                        params={{ kind: 'mesh.migrate', from: mesh.id }}
                      />
                    </>
                  )}
                  <PlanLink
                    label="Remove"
                    cluster={cluster}
                    reason={reason}
                    reasonId={id}
                    params={{ kind: 'mesh.uninstall', mesh: mesh.id }}
                  />
                </div>
                {reason && (
                  <Typography
                    id={id}
                    variant="caption"
                    color="textSecondary"
                    component="div"
                  >
                    {reason}
                  </Typography>
                )}
              </>
            );
          }}
        </QueryView>
      </Section>
    </>
  );
}
