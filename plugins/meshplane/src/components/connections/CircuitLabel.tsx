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

import Typography from '@material-ui/core/Typography';
import type { ClusterHealth } from '@meshplane/plugin-meshplane-common';
import { plural, relativeTime } from '../../lib/format';
import { StatusLabel } from '../status/StatusLabel';
import type { StateWord } from '../status/words';

type Circuit = ClusterHealth['circuit'];

const words: Record<Circuit['state'], StateWord> = {
  closed: { tone: 'ok', word: 'Closed' },
  open: { tone: 'error', word: 'Open' },
  'half-open': { tone: 'progress', word: 'Trying' },
};

/** Whether calls to the cluster are made at present, and when the next try is. */
export function CircuitLabel(props: { circuit: Circuit }) {
  const { circuit } = props;
  return (
    <>
      <StatusLabel state={words[circuit.state]} />
      {circuit.consecutiveFailures > 0 && (
        <Typography variant="caption" color="textSecondary" component="div">
          {plural(circuit.consecutiveFailures, 'failure')} in a row
          {circuit.retryAt ? `, next try ${relativeTime(circuit.retryAt)}` : ''}
        </Typography>
      )}
    </>
  );
}
