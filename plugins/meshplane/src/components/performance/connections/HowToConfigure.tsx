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

import Button from '@material-ui/core/Button';
import Typography from '@material-ui/core/Typography';
import { useState } from 'react';
import { Section } from '../../layout/Section';
import { CodeBlock } from '../../operations/CodeBlock';

/** A section of the portal's configuration that works when names and addresses are replaced. */
const EXAMPLE = `meshplane:
  prometheus:
    # Reached by its address …
    - name: central
      url: https://prometheus.example.com
      token: \${PROMETHEUS_TOKEN}
      clusters: [prod-eu]
      # … which has the metrics of several clusters under this label
      clusterLabel: cluster
    # … or as a service inside of a cluster, through its API server
    - name: in-cluster
      service:
        cluster: edge-1
        namespace: monitoring
        name: prometheus-server
        port: 80
  grafana:
    - name: boards
      url: https://grafana.example.com
      # A service account: role Viewer for boards, role Editor to mark runs in them
      token: \${GRAFANA_TOKEN}
`;

/** How connections are configured: in the portal's own configuration, whose secrets stay in the backend. */
export function HowToConfigure(props: { isOpen?: boolean }) {
  const [isOpen, setOpen] = useState(props.isOpen ?? false);
  return (
    <Section
      title="How to connect"
      subtitle="In app-config.yaml of the portal; credentials never leave its backend"
      action={
        <Button
          size="small"
          variant="outlined"
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
        >
          {isOpen ? 'Hide the example' : 'Show an example'}
        </Button>
      }
    >
      {isOpen ? (
        <>
          <CodeBlock text={EXAMPLE} label="Example configuration" />
          <Typography variant="body2">
            Restart the backend afterwards. A Prometheus should scrape
            containers at least every 15 seconds: runs shorter than four scrapes
            are too short to say what they used.
          </Typography>
        </>
      ) : (
        <Typography variant="body2" color="textSecondary">
          A Prometheus tells CPU, memory and what the mesh itself counted; a
          Grafana shows boards for the window of a run and marks runs in them.
        </Typography>
      )}
    </Section>
  );
}
