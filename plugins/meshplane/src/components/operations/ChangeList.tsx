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

import Paper from '@material-ui/core/Paper';
import { makeStyles } from '@material-ui/core/styles';
import AddIcon from '@material-ui/icons/Add';
import DeleteOutlineIcon from '@material-ui/icons/DeleteOutline';
import DragHandleIcon from '@material-ui/icons/DragHandle';
import EditIcon from '@material-ui/icons/Edit';
import HelpOutlineIcon from '@material-ui/icons/HelpOutline';
import type { SvgIconProps } from '@material-ui/core/SvgIcon';
import type { ObjectChange } from '@meshplane/plugin-meshplane-common';
import { useRef, type ComponentType, type KeyboardEvent } from 'react';
import { VirtualRows } from '../layout/VirtualRows';
import { changeKey } from './ChangesPanel';
import { changeWords } from './operationWords';

const ROW_HEIGHT_PX = 48;

const icons: Record<ObjectChange['action'], ComponentType<SvgIconProps>> = {
  create: AddIcon,
  update: EditIcon,
  delete: DeleteOutlineIcon,
  unchanged: DragHandleIcon,
  unknown: HelpOutlineIcon,
};

const useStyles = makeStyles(theme => ({
  root: { maxHeight: 560, overflow: 'auto' },
  row: {
    height: ROW_HEIGHT_PX,
    display: 'flex',
    alignItems: 'center',
    gap: theme.spacing(1),
    padding: theme.spacing(0, 1.5),
    cursor: 'pointer',
    borderLeft: '3px solid transparent',
    '&[aria-selected="true"]': {
      backgroundColor: theme.palette.action.selected,
      borderLeftColor: theme.palette.primary.main,
    },
    '&:hover': { backgroundColor: theme.palette.action.hover },
  },
  text: { minWidth: 0, flex: 1 },
  name: {
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
    fontSize: theme.typography.body2.fontSize,
  },
  where: {
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
    fontSize: theme.typography.caption.fontSize,
    color: theme.palette.text.secondary,
  },
}));

/** Objects of a plan as a list box: arrow keys choose, only the rows in view are mounted. */
export function ChangeList(props: {
  changes: ObjectChange[];
  selected: string | undefined;
  onSelect: (key: string) => void;
}) {
  const { changes, selected, onSelect } = props;
  const classes = useStyles();
  const scroller = useRef<HTMLDivElement>(null);
  const index = Math.max(
    0,
    changes.findIndex(change => changeKey(change) === selected),
  );
  const onKeyDown = (event: KeyboardEvent) => {
    const last = changes.length - 1;
    const moves: Record<string, number> = {
      ArrowDown: Math.min(last, index + 1),
      ArrowUp: Math.max(0, index - 1),
      PageDown: Math.min(last, index + 10),
      PageUp: Math.max(0, index - 10),
      Home: 0,
      End: last,
    };
    const next = moves[event.key];
    if (next === undefined) return;
    event.preventDefault();
    onSelect(changeKey(changes[next]));
  };
  const optionId = (item: number) => `change-${item}`;
  return (
    <Paper
      variant="outlined"
      ref={scroller}
      className={classes.root}
      role="listbox"
      aria-label="Objects of the plan"
      tabIndex={0}
      aria-activedescendant={optionId(index)}
      onKeyDown={onKeyDown}
    >
      <VirtualRows
        count={changes.length}
        scroller={scroller}
        rowHeight={ROW_HEIGHT_PX}
        show={{ index, align: 'auto' }}
        render={at => {
          const change = changes[at];
          const Icon = icons[change.action];
          const { object } = change;
          return (
            // Keys are handled by the list box, which has the focus.
            // eslint-disable-next-line jsx-a11y/click-events-have-key-events
            <div
              key={changeKey(change)}
              id={optionId(at)}
              role="option"
              tabIndex={-1}
              aria-selected={at === index}
              aria-setsize={changes.length}
              aria-posinset={at + 1}
              className={classes.row}
              onClick={() => onSelect(changeKey(change))}
            >
              <Icon fontSize="small" aria-hidden />
              <div className={classes.text}>
                <div className={classes.name} title={object.name}>
                  {object.name}
                </div>
                <div className={classes.where}>
                  {changeWords[change.action]} · {object.kind}
                  {object.namespace ? ` in ${object.namespace}` : ''}
                </div>
              </div>
            </div>
          );
        }}
      />
    </Paper>
  );
}
