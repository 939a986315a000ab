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

import Tooltip from '@material-ui/core/Tooltip';
import Typography from '@material-ui/core/Typography';
import type { LiveState } from '../../data/liveEvents';
import { useLiveState } from '../../data/MeshplaneDataProvider';
import { StatusLabel } from './StatusLabel';
import type { StateWord } from './words';

const words: Record<LiveState, StateWord & { help: string }> = {
  connecting: {
    tone: 'progress',
    word: 'Connecting',
    help: 'Opening the stream of changes.',
  },
  live: {
    tone: 'ok',
    word: 'Live',
    help: 'Changes in the clusters appear here by themselves.',
  },
  reconnecting: {
    tone: 'progress',
    word: 'Reconnecting',
    help: 'The stream of changes broke; it is being opened again.',
  },
  polling: {
    tone: 'info',
    word: 'Polling',
    help: 'The stream of changes cannot be opened. The page asks every 15 seconds instead and keeps trying.',
  },
};

/** Says how current the page is. */
export function LiveIndicator() {
  const state = words[useLiveState()];
  return (
    <Tooltip title={state.help}>
      <Typography
        variant="body2"
        component="span"
        role="status"
        aria-label={`Updates: ${state.word}`}
        tabIndex={0}
      >
        <StatusLabel state={state} />
      </Typography>
    </Tooltip>
  );
}
