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
import type { PropsWithChildren } from 'react';
import { StatusLabel, toneColor } from '../../status/StatusLabel';
import type { StateWord, Tone } from '../../status/words';

const useStyles = makeStyles(theme => ({
  root: {
    padding: theme.spacing(2),
    marginBottom: theme.spacing(2),
    border: `1px solid ${theme.palette.divider}`,
    borderLeftWidth: 4,
    borderLeftStyle: 'solid',
    borderLeftColor: (props: { tone: Tone }) => toneColor(theme, props.tone),
    borderRadius: theme.shape.borderRadius,
    backgroundColor: theme.palette.background.paper,
    overflowWrap: 'anywhere',
  },
  sentence: { marginTop: theme.spacing(0.5) },
}));

/** What was found, in a word and in a sentence, before any table or chart. */
export function Verdict(
  props: PropsWithChildren<{ word: StateWord; sentence: string }>,
) {
  const classes = useStyles({ tone: props.word.tone });
  return (
    <section className={classes.root} aria-label="Verdict">
      <Typography variant="subtitle1" component="div">
        <StatusLabel state={props.word} />
      </Typography>
      <Typography variant="h6" component="p" className={classes.sentence}>
        {props.sentence}
      </Typography>
      {props.children}
    </section>
  );
}
