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
import type { RunDetail } from '@meshplane/plugin-meshplane-common';
import { StatusLabel, toneColor } from '../../status/StatusLabel';
import type { StateWord, Tone } from '../../status/words';
import { Notes } from '../parts/Notes';
import { pickedRunWords } from '../parts/studyWords';
import { validityWords } from '../runs/runWords';

const useStyles = makeStyles(theme => ({
  root: {
    padding: theme.spacing(1.5, 2),
    marginBottom: theme.spacing(2),
    border: `1px solid ${theme.palette.divider}`,
    borderLeftWidth: 4,
    borderLeftStyle: 'solid',
    borderLeftColor: (props: { tone: Tone }) => toneColor(theme, props.tone),
    borderRadius: theme.shape.borderRadius,
    backgroundColor: theme.palette.background.paper,
    overflowWrap: 'anywhere',
    breakInside: 'avoid',
  },
}));

const ends: Record<NonNullable<RunDetail['end']>, string | undefined> = {
  complete: undefined,
  cancelled: 'It was stopped by hand before its time.',
  'aborted-by-gate':
    'A threshold or the error rate stopped it before its time.',
  failed: 'It ended before its time.',
};

/** What a reader has to know before any number. */
export function verdictOnRun(run: RunDetail): {
  word: StateWord;
  sentence: string;
} {
  if (!run.result) {
    return {
      // A refusal is no less of an end than a failure, to who waits for the result.
      word:
        run.state === 'refused'
          ? { ...pickedRunWords.refused, tone: 'error' }
          : pickedRunWords[run.state],
      sentence: run.message ?? 'There is no result of this run.',
    };
  }
  const end = run.end && ends[run.end];
  const more = [end, run.message].filter(Boolean).join(' ');
  const status = run.validity ?? 'unknown';
  const sentences: Record<typeof status, string> = {
    valid:
      'This result is valid: the generator kept its schedule, so the numbers are those of the target.',
    invalid:
      'This result is not valid: the generator was the limit, not the target. Do not use its numbers; they enter no comparison.',
    unknown:
      'Nobody can tell whether this result is valid: its source does not say whether the generator kept up.',
  };
  return {
    word: end
      ? {
          ...validityWords[status],
          word: `${validityWords[status].word}, cut short`,
        }
      : validityWords[status],
    sentence: [sentences[status], more].filter(Boolean).join(' '),
  };
}

/** Whether the result may be used, and why not, above everything else. */
export function ValidityBanner(props: { run: RunDetail }) {
  const { run } = props;
  const { word, sentence } = verdictOnRun(run);
  const classes = useStyles({ tone: word.tone });
  const validity = run.result?.validity;
  const reasons =
    validity?.status === 'valid'
      ? []
      : (validity?.gates ?? [])
          .filter(gate => !gate.passed)
          .map(gate => gate.message);
  return (
    <section className={classes.root} aria-label="Validity">
      <Typography variant="subtitle1" component="div">
        <StatusLabel state={word} />
      </Typography>
      <Typography variant="body1">{sentence}</Typography>
      <Notes label="Why" items={[...reasons, ...(validity?.notes ?? [])]} />
    </section>
  );
}
