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
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import { useId, useRef, useState, type DragEvent } from 'react';

const useStyles = makeStyles(theme => ({
  drop: {
    padding: theme.spacing(3),
    textAlign: 'center',
    border: `2px dashed ${theme.palette.divider}`,
    borderRadius: theme.shape.borderRadius,
    marginBottom: theme.spacing(2),
  },
  over: { borderColor: theme.palette.primary.main },
  hidden: {
    position: 'absolute',
    width: 1,
    height: 1,
    overflow: 'hidden',
    clip: 'rect(0 0 0 0)',
  },
}));

/** Takes files by drag and drop, or by the browser's own choice of files. */
export function FileDrop(props: { onFiles: (files: File[]) => void }) {
  const classes = useStyles();
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [isOver, setOver] = useState(false);
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    props.onFiles([...event.dataTransfer.files]);
  };
  return (
    <div
      className={isOver ? `${classes.drop} ${classes.over}` : classes.drop}
      onDragOver={event => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={onDrop}
    >
      <Typography variant="body1" gutterBottom>
        Drop results and profiles here
      </Typography>
      <Typography variant="body2" color="textSecondary" paragraph>
        Fortio (and Nighthawk in the format of Fortio), wrk and wrk2, k6
        summaries, Vegeta, HdrHistogram, Meshery, Service Mesh Performance
        (SMP), and what was exported here. A file is known by its content, not
        by its name.
      </Typography>
      <label htmlFor={id} className={classes.hidden}>
        Files to import
      </label>
      <input
        id={id}
        ref={input}
        type="file"
        multiple
        className={classes.hidden}
        tabIndex={-1}
        onChange={event => {
          props.onFiles([...(event.target.files ?? [])]);
          // The same file can be chosen again after it was mended.
          event.target.value = '';
        }}
      />
      <Button variant="outlined" onClick={() => input.current?.click()}>
        Choose files
      </Button>
    </div>
  );
}
