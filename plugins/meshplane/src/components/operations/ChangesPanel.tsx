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
import Paper from '@material-ui/core/Paper';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import type {
  ObjectChange,
  OperationDetail,
} from '@meshplane/plugin-meshplane-common';
import { useMemo } from 'react';
import { useOperationChanges } from '../../data/operationQueries';
import { objectKey, objectLabel, plural } from '../../lib/format';
import { useUrlState } from '../../lib/useUrlState';
import { EmptyNotice } from '../feedback/EmptyNotice';
import { QueryView } from '../feedback/QueryView';
import { FilterBar } from '../layout/FilterBar';
import { PickField } from '../layout/PickField';
import { SearchField } from '../layout/SearchField';
import { StatusLabel } from '../status/StatusLabel';
import { ChangeList } from './ChangeList';
import { DiffView } from './DiffView';
import { changeWords } from './operationWords';

const useStyles = makeStyles(theme => ({
  split: {
    display: 'grid',
    gridTemplateColumns: 'minmax(260px, 34%) minmax(0, 1fr)',
    gap: theme.spacing(2),
    alignItems: 'start',
    [theme.breakpoints.down('sm')]: { gridTemplateColumns: '1fr' },
  },
  detail: { padding: theme.spacing(2), minWidth: 0 },
  title: { overflowWrap: 'anywhere' },
  note: { margin: theme.spacing(1, 0) },
}));

/** Identity of a change within a plan: two steps may touch the same object. */
export function changeKey(change: ObjectChange): string {
  return `${change.step}|${objectKey(change.object)}`;
}

/** What stands where a diff would say nothing. */
const noDiffWords: Partial<Record<ObjectChange['action'], string>> = {
  unchanged: 'Already as planned: nothing would change.',
  delete: 'The whole object is deleted.',
};

function ChangeDetail(props: { change: ObjectChange }) {
  const classes = useStyles();
  const { change } = props;
  return (
    <Paper
      variant="outlined"
      className={classes.detail}
      component="section"
      aria-label={`Change of ${objectLabel(change.object)}`}
    >
      <Typography variant="subtitle1" component="h4" className={classes.title}>
        {changeWords[change.action]}: {objectLabel(change.object)}
      </Typography>
      <Typography variant="caption" color="textSecondary">
        {change.object.apiVersion} · step {change.step}
      </Typography>
      {change.conflicts.length > 0 && (
        <Typography variant="body2" component="div" className={classes.note}>
          <StatusLabel
            state={{ tone: 'warning', word: 'Owned by somebody else:' }}
            detail={change.conflicts.join(', ')}
          />
          <br />
          Fields that would change belong to these field managers. They may set
          them back.
        </Typography>
      )}
      {change.note && (
        <Typography variant="body2" className={classes.note}>
          <strong>Not from a dry run:</strong> {change.note}
        </Typography>
      )}
      {change.diff ? (
        <DiffView
          diff={change.diff}
          label={`Diff of ${objectLabel(change.object)}`}
        />
      ) : (
        <Typography variant="body2" className={classes.note}>
          {noDiffWords[change.action] ??
            'There is no diff to show for this object.'}
        </Typography>
      )}
    </Paper>
  );
}

function ChangesView(props: { changes: ObjectChange[] }) {
  const classes = useStyles();
  const { params, patch } = useUrlState();
  const action = params.get('action') ?? 'changed';
  const text = params.get('q') ?? '';
  const shown = useMemo(() => {
    const words = text.toLowerCase().split(/\s+/).filter(Boolean);
    return props.changes.filter(change => {
      const matches =
        action === 'all' ||
        (action === 'changed'
          ? change.action !== 'unchanged'
          : change.action === action);
      const label = objectLabel(change.object).toLowerCase();
      return matches && words.every(word => label.includes(word));
    });
  }, [props.changes, action, text]);
  const selected =
    shown.find(change => changeKey(change) === params.get('object')) ??
    shown[0];
  const counts = (name: ObjectChange['action']) =>
    props.changes.filter(change => change.action === name).length;
  const clear = () => patch({ q: undefined, action: undefined });
  const isFiltered = text !== '' || action !== 'changed';
  return (
    <>
      <FilterBar
        label="Filter changes"
        onClear={isFiltered ? clear : undefined}
      >
        <SearchField
          label="Search objects"
          placeholder="Kind, namespace, name"
          value={text}
          onChange={q => patch({ q })}
        />
        <PickField
          label="What happens"
          value={action}
          options={[
            { value: 'changed', label: 'Everything that changes' },
            ...(['create', 'update', 'delete', 'unknown', 'unchanged'] as const)
              .filter(name => counts(name) > 0)
              .map(name => ({
                value: name,
                label: `${changeWords[name]} (${counts(name)})`,
              })),
            { value: 'all', label: 'All objects' },
          ]}
          onChange={value =>
            patch({ action: value === 'changed' ? undefined : value })
          }
        />
        <span role="status">
          {shown.length} of {plural(props.changes.length, 'object')}
        </span>
      </FilterBar>
      {shown.length > 0 ? (
        <div className={classes.split}>
          <ChangeList
            changes={shown}
            selected={selected && changeKey(selected)}
            onSelect={key => patch({ object: key })}
          />
          {selected && <ChangeDetail change={selected} />}
        </div>
      ) : (
        <EmptyNotice
          title="No object matches"
          text={
            isFiltered
              ? 'Take the filter away to see more.'
              : 'Every object is already as planned.'
          }
        >
          <Button variant="outlined" onClick={() => patch({ action: 'all' })}>
            Show all objects
          </Button>
        </EmptyNotice>
      )}
    </>
  );
}

/** Object by object: what is created, changed and deleted, as a diff against the cluster. */
export function ChangesPanel(props: { operation: OperationDetail }) {
  const query = useOperationChanges(
    props.operation.id,
    props.operation.plan !== undefined,
  );
  return (
    <QueryView query={query} what="the changes" rows={8}>
      {changes =>
        changes.length > 0 ? (
          <ChangesView changes={changes} />
        ) : (
          <EmptyNotice
            title="No objects"
            text="This plan applies no objects; its steps say what it does."
          />
        )
      }
    </QueryView>
  );
}
