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

import type { Timing } from '../../../clusters/timing';
import type { GrafanaSettings } from '../config';
import type { GrafanaClient } from '../grafana/GrafanaClient';
import { networkChecks } from './network';
import { type DiagnosisStep, runChecks } from './steps';

/** Looks at a Grafana from the name of its host to what its credentials may do. */
export async function diagnoseGrafana(options: {
  settings: GrafanaSettings;
  client: GrafanaClient;
  timing: Timing;
  timeoutMs: number;
}): Promise<DiagnosisStep[]> {
  const { settings, client } = options;
  return runChecks([
    ...networkChecks(settings.target, options),
    {
      title: 'API',
      run: async () => {
        const { version, database } = await client.health();
        if (database !== undefined && database !== 'ok') {
          return {
            state: 'failed',
            message: `Its database is in the state "${database}".`,
            remedy: 'Check the log of Grafana and its database.',
          };
        }
        return version
          ? `Grafana ${version} answers.`
          : 'Grafana answers; it does not tell its version to strangers.';
      },
    },
    {
      title: 'Credentials',
      run: async () => {
        const organisation = await client.organisation();
        return organisation
          ? `The credentials are accepted, in the organisation "${organisation}".`
          : 'The credentials are accepted.';
      },
    },
    {
      title: 'Boards',
      run: async () => {
        const boards = await client.search({ limit: 1 });
        return boards.length > 0
          ? 'Boards can be read.'
          : {
              state: 'failed',
              message: 'No board is found.',
              remedy:
                'Grant the service account the role Viewer, or the right to read the folders with the boards of the meshes; import such boards where there are none.',
            };
      },
      optional: true,
    },
    {
      title: 'Data sources',
      run: async () => {
        const found = (await client.datasources()).filter(
          ({ type }) => type === 'prometheus',
        );
        return found.length > 0
          ? `${found.length} Prometheus data sources can be read.`
          : {
              state: 'skipped',
              message:
                'The credentials may not read data sources, or there is no Prometheus among them.',
              remedy:
                'Grant "datasources:read", or say in "datasources" of this connection which Prometheus is meant; needed to draw panels only.',
            };
      },
      optional: true,
    },
    {
      title: 'Annotations',
      run: async () => {
        if (!settings.annotate) {
          return {
            state: 'skipped',
            message: 'Runs are not marked: "annotate" is false.',
          };
        }
        const may = await client.mayAnnotate();
        if (may === undefined) {
          return 'Grafana does not tell whether annotations may be made; the first run will show.';
        }
        return may
          ? 'Runs can be marked.'
          : {
              state: 'failed',
              message: 'The credentials may not make annotations.',
              remedy:
                'Grant "annotations:create" and "annotations:write" (the role Editor has both), or set "annotate" to false.',
            };
      },
    },
  ]);
}
