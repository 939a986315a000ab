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
import type { MeshInstance } from '@meshplane/meshes';
import type { MeshDetail } from '@meshplane/plugin-meshplane-common';
import { Facts } from '../layout/Facts';
import { Section } from '../layout/Section';
import { StatusLabel } from '../status/StatusLabel';
import { compatibilityWords, supportWords } from '../status/words';

const subjects = { kubernetes: 'Kubernetes', 'gateway-api': 'Gateway API' };

const managers: Record<MeshInstance['management']['by'], string> = {
  helm: 'Helm',
  operator: 'An operator',
  cloud: 'The cloud provider',
  cni: "The cluster's network plugin",
  unknown: 'Unknown',
};

const useStyles = makeStyles(theme => ({
  more: {
    display: 'grid',
    gap: theme.spacing(1.5),
    marginTop: theme.spacing(2),
  },
}));

/** Versions, their end, what they go with, and who owns the installation. */
export function SupportSection(props: {
  mesh: MeshInstance;
  compatibility: MeshDetail['compatibility'];
}) {
  const classes = useStyles();
  const { mesh } = props;
  const { support, management } = mesh;
  return (
    <Section title="Version, support and management">
      <Facts
        items={[
          { name: 'Version', value: mesh.version ?? 'unknown' },
          { name: 'Newest known', value: support.latest },
          { name: 'Channel', value: mesh.channel },
          {
            name: 'Support',
            value: <StatusLabel state={supportWords[support.state]} />,
          },
          { name: 'End of life', value: support.endOfLife },
          { name: 'Revision tags', value: mesh.tags.join(', ') },
          { name: 'Managed by', value: managers[management.by] },
        ]}
      />
      <div className={classes.more}>
        <Typography variant="body2">{support.text}</Typography>
        {support.wayOut && (
          <Typography variant="body2">
            <strong>Way out:</strong> {support.wayOut}
          </Typography>
        )}
        {props.compatibility.map(item => (
          <Typography variant="body2" component="div" key={item.subject}>
            <strong>{subjects[item.subject]}:</strong>{' '}
            <StatusLabel state={compatibilityWords[item.state]} />
            <br />
            {item.text}
          </Typography>
        ))}
        <Typography variant="body2">
          {management.readOnly && <strong>Read-only: </strong>}
          {management.text}
        </Typography>
      </div>
    </Section>
  );
}
