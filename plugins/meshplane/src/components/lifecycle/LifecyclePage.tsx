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
import type {
  LifecycleOffer,
  LifecycleOfferList,
} from '@meshplane/plugin-meshplane-common';
import { useId } from 'react';
import { useLifecycle } from '../../data/operationQueries';
import { useMeshPaths } from '../../lib/useMeshPaths';
import { EmptyNotice } from '../feedback/EmptyNotice';
import { QueryView } from '../feedback/QueryView';
import { PageTitle } from '../layout/PageTitle';
import { Section } from '../layout/Section';
import { PlanLink } from '../plan/PlanLink';
import { StatusLabel } from '../status/StatusLabel';
import { supportWords } from '../status/words';
import { LifecycleNav } from './LifecycleNav';
import { OperationsUnderWay } from './OperationsUnderWay';

const KINDS = { mesh: 'Service meshes', gateway: 'Gateways', crds: 'CRDs' };

const useStyles = makeStyles(theme => ({
  list: { listStyle: 'none', margin: 0, padding: 0 },
  item: {
    display: 'flex',
    flexWrap: 'wrap',
    justifyContent: 'space-between',
    gap: theme.spacing(1, 2),
    padding: theme.spacing(1.5, 2),
    borderBottom: `1px solid ${theme.palette.divider}`,
    '&:last-child': { borderBottom: 0 },
  },
  body: { flex: '1 1 320px', minWidth: 0, overflowWrap: 'anywhere' },
  actions: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(1),
    alignItems: 'flex-start',
    justifyContent: 'flex-end',
  },
  reason: { flexBasis: '100%', textAlign: 'right' },
}));

/** Why nothing can be run at all, if that is so. */
function helmReason(list: LifecycleOfferList): string | undefined {
  return list.helm.ready ? undefined : list.helm.message;
}

function Instance(props: {
  cluster: string;
  offer: LifecycleOffer;
  instance: LifecycleOffer['instances'][number];
  helm: string | undefined;
}) {
  const { cluster, offer, instance, helm } = props;
  const classes = useStyles();
  const paths = useMeshPaths();
  const id = useId();
  const reason = instance.readOnly ?? helm;
  const known = offer.versions.find(item => item.version === instance.version);
  return (
    <li className={classes.item}>
      <div className={classes.body}>
        <Typography variant="body2" component="div">
          <Link to={paths.mesh(cluster, instance.mesh)}>
            {offer.displayName} {instance.version}
          </Link>
          {instance.revision ? `, revision ${instance.revision}` : ''}{' '}
          {known && (
            <StatusLabel
              state={
                known.support === 'unknown'
                  ? { tone: 'unknown', word: 'Support unknown' }
                  : supportWords[known.support]
              }
            />
          )}
        </Typography>
        {instance.upgradeTo ? (
          <Typography variant="body2" component="div">
            <StatusLabel
              state={{
                tone: 'info',
                word: `Upgrade available: ${instance.upgradeTo}`,
              }}
            />
          </Typography>
        ) : (
          <Typography variant="body2" color="textSecondary">
            {offer.versionsError
              ? 'Whether there is an upgrade is not known.'
              : 'No upgrade available'}
          </Typography>
        )}
      </div>
      <div className={classes.actions}>
        {offer.support === 'managed' && (
          <PlanLink
            label={
              instance.upgradeTo
                ? `Upgrade to ${instance.upgradeTo}`
                : 'Upgrade'
            }
            cluster={cluster}
            params={{
              kind: 'mesh.upgrade',
              mesh: instance.mesh,
              version: instance.upgradeTo,
              step: instance.upgradeTo ? 'version' : undefined,
            }}
            reason={reason}
            reasonId={id}
            primary={instance.upgradeTo !== undefined}
            size="small"
          />
        )}
        {(offer.toggles.length > 0 || offer.revisions) && (
          <PlanLink
            label="Configure"
            cluster={cluster}
            params={{ kind: 'mesh.configure', mesh: instance.mesh }}
            reason={reason}
            reasonId={id}
            size="small"
          />
        )}
        {offer.support === 'managed' && (
          <PlanLink
            label="Remove"
            cluster={cluster}
            params={{ kind: 'mesh.uninstall', mesh: instance.mesh }}
            reason={reason}
            reasonId={id}
            size="small"
          />
        )}
        {reason && (
          <Typography
            id={id}
            variant="caption"
            color="textSecondary"
            className={classes.reason}
          >
            {reason}
          </Typography>
        )}
      </div>
    </li>
  );
}

/** Why no version is recommended: what speaks against the newest. */
function notRecommended(offer: LifecycleOffer): string {
  const [newest] = offer.versions;
  return ['No version is recommended.', ...(newest?.reasons ?? [])].join(' ');
}

function Product(props: {
  cluster: string;
  offer: LifecycleOffer;
  helm: string | undefined;
}) {
  const { cluster, offer, helm } = props;
  const classes = useStyles();
  const recommended = offer.versions.find(item => item.recommended);
  const reasons: Record<LifecycleOffer['support'], string | undefined> = {
    managed: undefined,
    'toggles-only':
      offer.reason ??
      'It is the network of the cluster: it is configured here, never installed or removed.',
    'detect-only': offer.reason ?? 'It is recognised, but not managed here.',
  };
  return (
    <li className={classes.item}>
      <div className={classes.body}>
        <Typography variant="body2">
          <strong>{offer.displayName}</strong>
        </Typography>
        <Typography variant="body2" color="textSecondary">
          {recommended
            ? `Recommended for this cluster: ${recommended.version}`
            : offer.versionsError ?? notRecommended(offer)}
        </Typography>
      </div>
      <div className={classes.actions}>
        <PlanLink
          label="Install"
          cluster={cluster}
          params={{
            kind: 'mesh.install',
            definition: offer.definition,
            step: 'version',
          }}
          reason={reasons[offer.support] ?? helm}
          size="small"
        />
      </div>
    </li>
  );
}

function LifecycleView(props: { cluster: string; list: LifecycleOfferList }) {
  const { cluster, list } = props;
  const classes = useStyles();
  const helm = helmReason(list);
  const installed = list.items.flatMap(offer =>
    offer.instances.map(instance => ({ offer, instance })),
  );
  return (
    <>
      {helm && (
        <Typography variant="body2" component="div" role="alert" paragraph>
          <StatusLabel state={{ tone: 'error', word: 'Helm is not ready:' }} />{' '}
          {helm}
        </Typography>
      )}
      <OperationsUnderWay cluster={cluster} />
      <Section title={`Installed (${installed.length})`} flush>
        {installed.length > 0 ? (
          <ul className={classes.list} aria-label="Installed products">
            {installed.map(({ offer, instance }) => (
              <Instance
                key={instance.mesh}
                cluster={cluster}
                offer={offer}
                instance={instance}
                helm={helm}
              />
            ))}
          </ul>
        ) : (
          <EmptyNotice
            title="No mesh in this cluster yet"
            text="Choose a product below: the wizard checks the cluster first and changes nothing until you approve the plan."
          />
        )}
      </Section>
      {(['mesh', 'gateway', 'crds'] as const).map(kind => {
        const offers = list.items.filter(offer => offer.kind === kind);
        return offers.length > 0 ? (
          <Section key={kind} title={KINDS[kind]} flush>
            <ul className={classes.list} aria-label={KINDS[kind]}>
              {offers.map(offer => (
                <Product
                  key={offer.definition}
                  cluster={cluster}
                  offer={offer}
                  helm={helm}
                />
              ))}
            </ul>
          </Section>
        ) : null;
      })}
    </>
  );
}

/** What is installed in a cluster, what can be upgraded, and what could be installed. */
export function LifecyclePage(props: { cluster: string }) {
  const { cluster } = props;
  const lifecycle = useLifecycle(cluster);
  return (
    <>
      <PageTitle
        title="Lifecycle"
        meta={`Install, upgrade, configure and remove meshes and gateways of ${cluster}`}
      />
      <LifecycleNav cluster={cluster} page="lifecycle" />
      <QueryView
        query={lifecycle}
        what="what can be installed"
        cluster={cluster}
        rows={8}
      >
        {list => <LifecycleView cluster={cluster} list={list} />}
      </QueryView>
    </>
  );
}
