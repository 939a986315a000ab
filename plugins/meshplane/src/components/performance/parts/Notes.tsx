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

const useStyles = makeStyles(theme => ({
  list: {
    margin: theme.spacing(1, 0, 0),
    paddingLeft: theme.spacing(2.5),
    overflowWrap: 'anywhere',
  },
}));

/** Sentences below each other; nothing where there are none. */
export function Notes(props: { label: string; items: readonly string[] }) {
  const classes = useStyles();
  if (props.items.length === 0) return null;
  return (
    <ul className={classes.list} aria-label={props.label}>
      {props.items.map(item => (
        <Typography component="li" variant="body2" key={item}>
          {item}
        </Typography>
      ))}
    </ul>
  );
}
