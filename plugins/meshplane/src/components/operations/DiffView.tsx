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
import { useMemo, useRef } from 'react';
import { VirtualRows } from '../layout/VirtualRows';
import { countDiff, parseDiff, type DiffLine } from './parseDiff';

const LINE_HEIGHT_PX = 20;
const SIGNS: Record<DiffLine['type'], string> = {
  hunk: ' ',
  add: '+',
  remove: '−',
  context: ' ',
};

const useStyles = makeStyles(theme => {
  const dark = theme.palette.type === 'dark';
  return {
    root: {
      maxHeight: 480,
      overflow: 'auto',
      border: `1px solid ${theme.palette.divider}`,
      borderRadius: theme.shape.borderRadius,
      backgroundColor: theme.palette.background.paper,
      fontFamily: 'Menlo, Consolas, "DejaVu Sans Mono", monospace',
      fontSize: 12.5,
      lineHeight: `${LINE_HEIGHT_PX}px`,
    },
    inner: { minWidth: 'max-content' },
    line: { display: 'flex', height: LINE_HEIGHT_PX, whiteSpace: 'pre' },
    number: {
      width: 44,
      flexShrink: 0,
      textAlign: 'right',
      paddingRight: theme.spacing(1),
      color: theme.palette.text.secondary,
      userSelect: 'none',
    },
    sign: { width: 18, flexShrink: 0, fontWeight: 700, textAlign: 'center' },
    text: { paddingRight: theme.spacing(2) },
    // Blue and orange stay apart for every common kind of colour blindness; the sign says the same without colour.
    add: { backgroundColor: dark ? '#0f3556' : '#dcebfa' },
    remove: { backgroundColor: dark ? '#4f3108' : '#fdeacd' },
    hunk: {
      backgroundColor: theme.palette.action.hover,
      color: theme.palette.text.secondary,
    },
    context: {},
  };
});

/** A unified diff with line numbers on both sides; long ones are virtualised. */
export function DiffView(props: { diff: string; label: string }) {
  const classes = useStyles();
  const scroller = useRef<HTMLDivElement>(null);
  const lines = useMemo(() => parseDiff(props.diff), [props.diff]);
  const counts = useMemo(() => countDiff(lines), [lines]);
  const draw = (index: number) => {
    const line = lines[index];
    return (
      <div
        key={index}
        className={`${classes.line} ${classes[line.type]}`}
        data-diff={line.type}
      >
        <span className={classes.number} aria-hidden>
          {line.before}
        </span>
        <span className={classes.number} aria-hidden>
          {line.after}
        </span>
        <span className={classes.sign}>{SIGNS[line.type]}</span>
        <span className={classes.text}>{line.text}</span>
      </div>
    );
  };
  return (
    <div
      ref={scroller}
      className={classes.root}
      role="figure"
      // A long diff scrolls; the keyboard needs a way in.
      // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      aria-label={`${props.label}: ${counts.added} lines added, ${counts.removed} removed`}
    >
      <div className={classes.inner}>
        <VirtualRows
          count={lines.length}
          scroller={scroller}
          rowHeight={LINE_HEIGHT_PX}
          render={draw}
        />
      </div>
    </div>
  );
}
