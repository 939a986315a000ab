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

import IconButton from '@material-ui/core/IconButton';
import { makeStyles } from '@material-ui/core/styles';
import TableCell from '@material-ui/core/TableCell';
import TableRow from '@material-ui/core/TableRow';
import ExpandMoreIcon from '@material-ui/icons/ExpandMore';
import ChevronRightIcon from '@material-ui/icons/ChevronRight';
import { useId, useState, type PropsWithChildren, type ReactNode } from 'react';

const useStyles = makeStyles(theme => ({
  detail: {
    backgroundColor: theme.palette.background.default,
    padding: theme.spacing(2),
    paddingLeft: theme.spacing(8),
  },
  toggle: { verticalAlign: 'top', padding: theme.spacing(0.25, 0.5) },
}));

/** A table row that shows its details below itself. */
export function ExpandableRow(
  props: PropsWithChildren<{
    name: string;
    /** Number of columns, the toggle included. */
    columns: number;
    detail: () => ReactNode;
  }>,
) {
  const classes = useStyles();
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  return (
    <>
      <TableRow hover>
        <TableCell className={classes.toggle}>
          <IconButton
            size="small"
            aria-label={`Details of ${props.name}`}
            aria-expanded={isOpen}
            aria-controls={isOpen ? id : undefined}
            onClick={() => setOpen(!isOpen)}
          >
            {isOpen ? <ExpandMoreIcon /> : <ChevronRightIcon />}
          </IconButton>
        </TableCell>
        {props.children}
      </TableRow>
      {isOpen && (
        <TableRow id={id}>
          <TableCell colSpan={props.columns} className={classes.detail}>
            {props.detail()}
          </TableCell>
        </TableRow>
      )}
    </>
  );
}
