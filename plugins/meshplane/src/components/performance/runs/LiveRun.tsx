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

import LinearProgress from '@material-ui/core/LinearProgress';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import type { LiveState, RunDetail } from '@meshplane/plugin-meshplane-common';
import { lazy, Suspense } from 'react';
import type { StreamState } from '../../../data/operationStream';
import { useRunLive } from '../../../data/useRunLive';
import { duration, percent } from '../../../lib/format';
import { ErrorNotice } from '../../feedback/ErrorNotice';
import { LoadingRows } from '../../feedback/LoadingRows';
import { Section } from '../../layout/Section';
import { StatusLabel } from '../../status/StatusLabel';
import type { StateWord } from '../../status/words';
import { latency, sharePercent, significant } from '../parts/numbers';
import { Tiles } from './Tiles';

const Timeline = lazy(() =>
  import('../charts/Timeline').then(module => ({ default: module.Timeline })),
);

const phases: Record<LiveState['phase'], string> = {
  connect: 'Connecting to the target',
  'warm-up': 'Warming up: nothing of this is part of the result',
  measured: 'Measuring',
  drain: 'Waiting for the last answers',
};

const streamWords: Record<StreamState, StateWord> = {
  connecting: { tone: 'progress', word: 'Connecting' },
  live: { tone: 'ok', word: 'Live' },
  reconnecting: { tone: 'progress', word: 'Reconnecting' },
  ended: { tone: 'off', word: 'Ended' },
};

const useStyles = makeStyles(theme => ({
  head: {
    display: 'flex',
    flexWrap: 'wrap',
    justifyContent: 'space-between',
    gap: theme.spacing(1, 2),
  },
  bar: { height: 8, borderRadius: 4, margin: theme.spacing(1, 0, 2) },
}));

function errorsOf(live: LiveState): number {
  return Object.values(live.errors).reduce((sum, count) => sum + count, 0);
}

/** What stands before the load: the queue, or the start of the generator. */
function beforeLoad(run: RunDetail): string {
  if (run.state === 'queued') {
    const place =
      run.queuePosition === undefined
        ? 'Waits in the queue.'
        : `Number ${run.queuePosition} in the queue.`;
    return `${place} ${
      run.message ?? 'One run at a time is made against the same target.'
    }`;
  }
  if (run.state === 'collecting') {
    return (
      run.message ?? 'The load has ended; its result is being put together.'
    );
  }
  return run.message ?? 'The generator is being started.';
}

/** Seconds are said as such until they are many: a run of 70 s is not one of a minute. */
function span(seconds: number): string {
  return seconds < 600 ? `${Math.round(seconds)} s` : duration(seconds);
}

function Progress(props: { live: LiveState; phase: string }) {
  const classes = useStyles();
  const { live } = props;
  const done = percent(live.elapsedSeconds, live.plannedSeconds);
  const left = Math.max(0, live.plannedSeconds - live.elapsedSeconds);
  return (
    <>
      <Typography variant="body2">
        {span(live.elapsedSeconds)} of {span(live.plannedSeconds)}; {span(left)}{' '}
        to go
      </Typography>
      <LinearProgress
        className={classes.bar}
        variant="determinate"
        value={Math.min(100, done)}
        aria-label={`Progress of the run: ${props.phase}`}
      />
    </>
  );
}

function LiveTiles(props: { live: LiveState }) {
  const { live } = props;
  const time = (value: number | undefined) =>
    value === undefined ? undefined : latency(value);
  return (
    <Tiles
      label="So far"
      items={[
        {
          name: 'Rate',
          value: `${significant(live.rate)}/s`,
          detail:
            live.targetRate === undefined
              ? 'last second'
              : `wanted ${significant(live.targetRate)}/s`,
        },
        { name: 'p50', value: time(live.p50), detail: 'so far' },
        { name: 'p90', value: time(live.p90), detail: 'so far' },
        { name: 'p99', value: time(live.p99), detail: 'so far' },
        {
          name: 'Errors',
          value: errorsOf(live).toLocaleString('en'),
          detail:
            live.sent > 0
              ? sharePercent(errorsOf(live) / live.sent)
              : 'nothing sent yet',
        },
        {
          name: 'Requests sent',
          value: live.sent.toLocaleString('en'),
        },
        {
          name: 'Lag of the generator',
          value:
            live.lagP99Ms === undefined
              ? undefined
              : `${significant(live.lagP99Ms)} ms`,
          detail: 'p99, last second',
        },
      ]}
    />
  );
}

/** A run that has not ended: where it stands, and the seconds so far. A reload brings everything back. */
export function LiveRun(props: { run: RunDetail }) {
  const { run } = props;
  const classes = useStyles();
  const { points, live, stream, error } = useRunLive(run.id);
  const isUnderWay = run.state === 'running' && live !== undefined;
  const phase = isUnderWay ? phases[live.phase] : beforeLoad(run);
  const load = run.profile?.load;
  return (
    <>
      {error !== undefined && stream === 'reconnecting' && (
        <ErrorNotice
          what="The live view is interrupted; it is being opened again"
          error={error}
        />
      )}
      <Section
        title="Under way"
        action={
          <span
            role="status"
            aria-label={`Live view: ${streamWords[stream].word}`}
          >
            <StatusLabel state={streamWords[stream]} />
          </span>
        }
      >
        <div className={classes.head}>
          <Typography variant="subtitle1" component="p" role="status">
            {phase}
          </Typography>
        </div>
        {isUnderWay ? (
          <>
            <Progress live={live} phase={phase} />
            <LiveTiles live={live} />
          </>
        ) : (
          run.state !== 'queued' && (
            <LinearProgress className={classes.bar} aria-label={phase} />
          )
        )}
      </Section>
      {points.length > 0 && (
        <Section title="So far">
          <Suspense
            fallback={<LoadingRows label="Loading the chart" rows={4} />}
          >
            <Timeline
              title="Seconds measured so far"
              points={points}
              warmupSeconds={load?.warmupSeconds}
              plannedSeconds={
                live && load
                  ? live.plannedSeconds - load.warmupSeconds
                  : undefined
              }
            />
          </Suspense>
        </Section>
      )}
    </>
  );
}
