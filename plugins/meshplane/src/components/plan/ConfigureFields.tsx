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
import MenuItem from '@material-ui/core/MenuItem';
import { makeStyles } from '@material-ui/core/styles';
import TextField from '@material-ui/core/TextField';
import Typography from '@material-ui/core/Typography';
import type { LifecycleOffer } from '@meshplane/plugin-meshplane-common';
import { useId, useState } from 'react';
import { EmptyNotice } from '../feedback/EmptyNotice';
import { QueryView } from '../feedback/QueryView';
import { Fields } from './fields';
import type { DraftState } from './useDraft';
import { useLifecycleOffer } from './useLifecycleOffer';

const useStyles = makeStyles(theme => ({
  toggle: { width: '100%', maxWidth: 520 },
  row: { display: 'flex', gap: theme.spacing(1), alignItems: 'center' },
}));

type Toggle = LifecycleOffer['toggles'][number];

function pairsOf(draft: DraftState, name: string): Map<string, string> {
  return new Map(
    draft.list(name).map(item => {
      const at = item.indexOf('=');
      return [item.slice(0, at), item.slice(at + 1)] as const;
    }),
  );
}

function setPair(
  draft: DraftState,
  name: string,
  key: string,
  value: string | undefined,
) {
  const pairs = pairsOf(draft, name);
  if (value === undefined) pairs.delete(key);
  else pairs.set(key, value);
  draft.set({ [name]: [...pairs].map(([id, item]) => `${id}=${item}`) });
}

function ToggleField(props: { draft: DraftState; toggle: Toggle }) {
  const { draft, toggle } = props;
  const classes = useStyles();
  const id = useId();
  const values = toggle.options ?? ['true', 'false'];
  const words: Record<string, string> = toggle.options
    ? {}
    : { true: 'On', false: 'Off' };
  return (
    <TextField
      select
      id={id}
      className={classes.toggle}
      variant="outlined"
      size="small"
      label={toggle.title}
      helperText={toggle.description}
      value={pairsOf(draft, 'toggle').get(toggle.id) ?? ''}
      onChange={event =>
        setPair(draft, 'toggle', toggle.id, event.target.value || undefined)
      }
      InputLabelProps={{ shrink: true }}
      SelectProps={{ displayEmpty: true }}
    >
      <MenuItem value="">
        <em>Leave as it is</em>
      </MenuItem>
      {values.map(value => (
        <MenuItem key={value} value={value}>
          {words[value] ?? value}
        </MenuItem>
      ))}
    </TextField>
  );
}

function TagFields(props: { draft: DraftState; revisions: string[] }) {
  const { draft, revisions } = props;
  const classes = useStyles();
  const id = useId();
  const [tag, setTag] = useState('');
  const [revision, setRevision] = useState('');
  const pairs = [...pairsOf(draft, 'tag')];
  return (
    <div role="group" aria-label="Revision tags">
      <Typography variant="subtitle2">Revision tags</Typography>
      <Typography variant="caption" color="textSecondary" component="div">
        A tag such as “stable” stands in the labels of namespaces and points to
        a revision. Without a revision the tag is removed.
      </Typography>
      {pairs.map(([name, value]) => (
        <div key={name} className={classes.row}>
          <Typography variant="body2">
            {name} → {value || 'removed'}
          </Typography>
          <Button
            size="small"
            aria-label={`Leave tag ${name} as it is`}
            onClick={() => setPair(draft, 'tag', name, undefined)}
          >
            Leave as it is
          </Button>
        </div>
      ))}
      <div className={classes.row}>
        <TextField
          id={`${id}-tag`}
          label="Tag"
          size="small"
          value={tag}
          onChange={event => setTag(event.target.value.trim())}
        />
        <TextField
          id={`${id}-revision`}
          label="Revision"
          size="small"
          value={revision}
          helperText={
            revisions.length > 0 ? `Here: ${revisions.join(', ')}` : undefined
          }
          onChange={event => setRevision(event.target.value.trim())}
        />
        <Button
          variant="outlined"
          size="small"
          disabled={!tag}
          onClick={() => {
            setPair(draft, 'tag', tag, revision);
            setTag('');
            setRevision('');
          }}
        >
          {revision ? 'Set tag' : 'Remove tag'}
        </Button>
      </div>
    </div>
  );
}

/** Feature toggles and revision tags: small changes of an installation that stays. */
export function ConfigureFields(props: { draft: DraftState }) {
  const { draft } = props;
  const { lifecycle, cluster, offer } = useLifecycleOffer(draft);
  return (
    <QueryView
      query={lifecycle}
      what="what can be configured"
      cluster={cluster}
      rows={3}
    >
      {() => {
        const hasTags = offer?.revisions ?? false;
        const toggles = offer?.toggles ?? [];
        if (toggles.length === 0 && !hasTags) {
          return (
            <EmptyNotice
              title="Nothing to configure here"
              text="This product has no toggles. Change its values with an upgrade to the same version instead."
            />
          );
        }
        return (
          <Fields>
            {toggles.map(toggle => (
              <ToggleField key={toggle.id} draft={draft} toggle={toggle} />
            ))}
            {hasTags && (
              <TagFields
                draft={draft}
                revisions={(offer?.instances ?? []).flatMap(item =>
                  item.revision ? [item.revision] : [],
                )}
              />
            )}
          </Fields>
        );
      }}
    </QueryView>
  );
}
