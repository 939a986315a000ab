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
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import { useOperations } from '../../data/operationQueries';
import { useMeshPaths } from '../../lib/useMeshPaths';
import { Section } from '../layout/Section';
import { operationWord } from '../operations/operationWords';
import { StatusLabel } from '../status/StatusLabel';

const useStyles = makeStyles(theme => ({
  list: { listStyle: 'none', margin: 0, padding: 0 },
  item: { display: 'flex', flexWrap: 'wrap', gap: theme.spacing(0, 2) },
}));

/** Operations of a cluster, or of one mesh, that run or wait; nothing where there are none. */
export function OperationsUnderWay(props: {
  cluster: string;
  definition?: string;
}) {
  const classes = useStyles();
  const paths = useMeshPaths();
  const { cluster, definition } = props;
  const running = useOperations({
    cluster,
    definition,
    state: 'running',
    children: 'true',
  });
  const planned = useOperations({
    cluster,
    definition,
    state: 'planned',
    children: 'true',
  });
  const items = [
    ...(running.data?.items ?? []),
    ...(planned.data?.items ?? []),
  ];
  if (items.length === 0) return null;
  return (
    <Section
      title="Under way"
      action={
        <Link to={paths.operations({ cluster, definition })}>
          All operations
        </Link>
      }
    >
      <ul className={classes.list} aria-label="Operations under way">
        {items.map(item => (
          <li key={item.id}>
            <Typography
              variant="body2"
              component="div"
              className={classes.item}
            >
              <Link to={paths.operation(item.id)}>{item.title}</Link>
              <StatusLabel state={operationWord(item)} />
            </Typography>
          </li>
        ))}
      </ul>
    </Section>
  );
}
