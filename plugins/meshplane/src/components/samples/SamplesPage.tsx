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
import Paper from '@material-ui/core/Paper';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import { useSamples } from '../../data/operationQueries';
import { useMeshPaths } from '../../lib/useMeshPaths';
import { EmptyNotice } from '../feedback/EmptyNotice';
import { QueryView } from '../feedback/QueryView';
import { PageTitle } from '../layout/PageTitle';
import { LifecycleNav } from '../lifecycle/LifecycleNav';

const useStyles = makeStyles(theme => ({
  grid: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fill, minmax(280px, 1fr))',
    gap: theme.spacing(2),
    listStyle: 'none',
    margin: 0,
    padding: 0,
  },
  card: { padding: theme.spacing(2), height: '100%' },
}));

/** Small applications to learn with. */
export function SamplesPage(props: { cluster: string }) {
  const classes = useStyles();
  const paths = useMeshPaths();
  const samples = useSamples();
  return (
    <>
      <PageTitle
        title="Samples"
        meta="Small applications that show what a mesh does; each has a guide"
      />
      <LifecycleNav cluster={props.cluster} page="samples" />
      <QueryView query={samples} what="the samples" rows={4}>
        {list =>
          list.items.length > 0 ? (
            <ul className={classes.grid} aria-label="Samples">
              {list.items.map(sample => (
                <li key={sample.id}>
                  <Paper variant="outlined" className={classes.card}>
                    <Typography variant="h6" component="h3">
                      <Link to={paths.sample(props.cluster, sample.id)}>
                        {sample.title}
                      </Link>
                    </Typography>
                    <Typography variant="body2">{sample.summary}</Typography>
                    <Typography variant="caption" color="textSecondary">
                      {sample.meshes.length > 0
                        ? `For ${sample.meshes.join(', ')}`
                        : 'For any mesh'}
                    </Typography>
                  </Paper>
                </li>
              ))}
            </ul>
          ) : (
            <EmptyNotice
              title="No samples"
              text="This portal brings no sample applications."
            />
          )
        }
      </QueryView>
    </>
  );
}
