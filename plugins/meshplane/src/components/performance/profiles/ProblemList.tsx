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
import { useEffect, useRef } from 'react';
import { ToneIcon } from '../../status/StatusLabel';
import { fieldName } from './fieldName';

const useStyles = makeStyles(theme => ({
  root: {
    padding: theme.spacing(2),
    marginBottom: theme.spacing(2),
    border: `1px solid ${theme.palette.divider}`,
    borderLeft: `4px solid ${theme.palette.error.main}`,
    borderRadius: theme.shape.borderRadius,
    backgroundColor: theme.palette.background.paper,
    overflowWrap: 'anywhere',
    // The buttons stick to the bottom of the window and would cover it.
    scrollMarginBottom: `${theme.spacing(11)}px`,
  },
  list: { margin: theme.spacing(1, 0, 0), paddingLeft: theme.spacing(3) },
}));

/** Everything that is wrong, in one place, so that nothing further up is overlooked. */
export function ProblemList(props: {
  title: string;
  text?: string;
  problems: ReadonlyArray<{ path?: string; message: string }>;
}) {
  const classes = useStyles();
  const box = useRef<HTMLDivElement>(null);
  // The button that was pressed is always in view; what it found may be far below.
  useEffect(() => {
    box.current?.scrollIntoView?.({ block: 'nearest' });
  }, []);
  return (
    <div ref={box} className={classes.root} role="alert">
      <Typography variant="subtitle1" component="p">
        <ToneIcon tone="error" /> {props.title}
      </Typography>
      {props.text && <Typography variant="body2">{props.text}</Typography>}
      <ul className={classes.list}>
        {props.problems.map(problem => (
          <li key={`${problem.path} ${problem.message}`}>
            {problem.path && (
              <strong title={problem.path}>{fieldName(problem.path)}: </strong>
            )}
            {problem.message}
          </li>
        ))}
      </ul>
    </div>
  );
}
