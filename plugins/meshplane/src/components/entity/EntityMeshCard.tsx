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

import { InfoCard, Link } from '@backstage/core-components';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import type { EntityCoverage } from '@meshplane/plugin-meshplane-common';
import { MeshplaneDataProvider } from '../../data/MeshplaneDataProvider';
import { useEntityCoverage } from '../../data/queries';
import { plural } from '../../lib/format';
import { useMeshPaths } from '../../lib/useMeshPaths';
import { QueryView } from '../feedback/QueryView';
import { Facts } from '../layout/Facts';
import { CoverageBar } from '../status/CoverageBar';
import { ReasonList } from '../status/ReasonList';
import { StatusLabel } from '../status/StatusLabel';
import { mtlsWords } from '../status/words';
import { summarize } from './summarize';
import { useEntityRef } from './useEntityRef';

const PROBLEMS_SHOWN = 3;

const useStyles = makeStyles(theme => ({
  root: { display: 'grid', gap: theme.spacing(2) },
}));

function Summary(props: { coverage: EntityCoverage }) {
  const classes = useStyles();
  const paths = useMeshPaths();
  const summary = summarize(props.coverage);
  const more = summary.problems.length - PROBLEMS_SHOWN;
  return (
    <div className={classes.root}>
      <Typography variant="h6" component="div">
        <StatusLabel state={summary.verdict} />
      </Typography>
      {summary.workloads === 0 ? (
        <Typography variant="body2" color="textSecondary">
          {props.coverage.selection}
        </Typography>
      ) : (
        <>
          <CoverageBar counts={summary.counts} />
          <Facts
            items={[
              {
                name: 'Mesh and proxies',
                value: summary.meshes.map(mesh => <div key={mesh}>{mesh}</div>),
              },
              {
                name: 'mTLS',
                value: summary.mtls.map(mode => (
                  <div key={mode}>
                    <StatusLabel state={mtlsWords[mode]} />
                  </div>
                )),
              },
            ]}
          />
        </>
      )}
      <ReasonList
        reasons={summary.problems.slice(0, PROBLEMS_SHOWN)}
        label="What is wrong"
      />
      {more > 0 && (
        <Typography variant="body2" color="textSecondary">
          and {plural(more, 'more problem', 'more problems')}
        </Typography>
      )}
      {summary.silent.length > 0 && (
        <Typography variant="body2" component="div">
          <StatusLabel
            state={{
              tone: 'warning',
              word: `No answer from ${summary.silent.join(', ')}`,
            }}
          />{' '}
          <Link to={paths.connections()}>See the connections</Link>
        </Typography>
      )}
    </div>
  );
}

function CardContent() {
  const coverage = useEntityCoverage(useEntityRef());
  return (
    <QueryView query={coverage} what="the mesh state" rows={3}>
      {data => <Summary coverage={data} />}
    </QueryView>
  );
}

/**
 * Says of a component whether it is on a mesh and what is wrong.
 *
 * @public
 */
export function EntityMeshCard() {
  return (
    <MeshplaneDataProvider>
      <InfoCard title="Service mesh">
        <CardContent />
      </InfoCard>
    </MeshplaneDataProvider>
  );
}
