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

import { Link, MarkdownContent } from '@backstage/core-components';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import type { Sample } from '@meshplane/plugin-meshplane-common';
import { useParams } from 'react-router-dom';
import { useSamples } from '../../data/operationQueries';
import { useMeshPaths } from '../../lib/useMeshPaths';
import { EmptyNotice } from '../feedback/EmptyNotice';
import { QueryView } from '../feedback/QueryView';
import { PageTitle } from '../layout/PageTitle';
import { Section } from '../layout/Section';
import { LifecycleNav } from '../lifecycle/LifecycleNav';
import { OperationsUnderWay } from '../lifecycle/OperationsUnderWay';
import { PlanLink } from '../plan/PlanLink';

const useStyles = makeStyles(theme => ({
  actions: { display: 'flex', flexWrap: 'wrap', gap: theme.spacing(1) },
  columns: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 2fr) minmax(240px, 1fr)',
    gap: theme.spacing(0, 2),
    alignItems: 'start',
    [theme.breakpoints.down('sm')]: { gridTemplateColumns: '1fr' },
  },
  list: { margin: 0, paddingLeft: theme.spacing(2.5) },
  image: { overflowWrap: 'anywhere' },
}));

/** The page shows the title of the guide already. */
function withoutTitle(guide: string): string {
  return guide.replace(/^\s*# .*\n/, '');
}

function Guide(props: { cluster: string; sample: Sample }) {
  const { cluster, sample } = props;
  const classes = useStyles();
  return (
    <>
      <PageTitle
        title={sample.title}
        meta={sample.summary}
        action={
          <div className={classes.actions}>
            <PlanLink
              label="Install"
              cluster={cluster}
              primary
              params={{
                kind: 'sample.install',
                sample: sample.id,
                namespace: `sample-${sample.id}`,
              }}
            />
            <PlanLink
              label="Remove"
              cluster={cluster}
              params={{
                kind: 'sample.remove',
                sample: sample.id,
                namespace: `sample-${sample.id}`,
              }}
            />
          </div>
        }
      />
      <LifecycleNav cluster={cluster} page="samples" />
      <OperationsUnderWay cluster={cluster} />
      <div className={classes.columns}>
        <Section title="Guide">
          <MarkdownContent content={withoutTitle(sample.guide)} />
        </Section>
        <Section title="What is in it">
          <Typography variant="subtitle2" component="h4">
            Objects
          </Typography>
          <Typography variant="body2" component="ul" className={classes.list}>
            {sample.objects.map(name => (
              <li key={name}>{name}</li>
            ))}
          </Typography>
          <Typography variant="subtitle2" component="h4">
            Images, pinned by digest
          </Typography>
          <Typography variant="body2" component="ul" className={classes.list}>
            {sample.images.map(name => (
              <li key={name} className={classes.image}>
                {name}
              </li>
            ))}
          </Typography>
        </Section>
      </div>
    </>
  );
}

/** One sample application: what to look at, and buttons that install and remove it. */
export function SamplePage(props: { cluster: string }) {
  const { sample: id = '' } = useParams();
  const paths = useMeshPaths();
  const samples = useSamples();
  return (
    <>
      <QueryView query={samples} what="the sample" rows={6}>
        {list => {
          const sample = list.items.find(item => item.id === id);
          return sample ? (
            <Guide cluster={props.cluster} sample={sample} />
          ) : (
            <>
              <LifecycleNav cluster={props.cluster} page="samples" />
              <EmptyNotice
                title={`There is no sample "${id}"`}
                text="It may have been renamed."
              >
                <Link to={paths.view('samples', props.cluster)}>
                  Show all samples
                </Link>
              </EmptyNotice>
            </>
          );
        }}
      </QueryView>
    </>
  );
}
