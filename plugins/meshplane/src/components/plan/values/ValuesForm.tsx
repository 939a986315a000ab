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
import Form from '@rjsf/material-ui';
import type { RJSFSchema } from '@rjsf/utils';
import validator from '@rjsf/validator-ajv8';
import { useMemo, useState } from 'react';
import { plural } from '../../../lib/format';
import { SearchField } from '../../layout/SearchField';
import { FieldActionsContext, fields, widgets } from './formParts';
import { formOf } from './formSchema';
import {
  childrenAt,
  countFields,
  INLINE_FIELDS,
  listFields,
  searchFields,
  type Schema,
} from './schemaTree';
import { valueAt, type Values, type ValuesPath } from './valuesDocument';

/** Results of a search that are listed; more words narrow it down. */
const MOST_HITS = 40;

const useStyles = makeStyles(theme => ({
  groups: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fill, minmax(220px, 1fr))',
    gap: theme.spacing(1),
    margin: theme.spacing(1, 0, 2),
  },
  group: {
    justifyContent: 'flex-start',
    textTransform: 'none',
    textAlign: 'left',
    overflowWrap: 'anywhere',
  },
  crumbs: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    margin: theme.spacing(1, 0),
  },
  crumb: { minWidth: 0, textTransform: 'none' },
  hits: { listStyle: 'none', margin: theme.spacing(1, 0), padding: 0 },
  hit: { textTransform: 'none', textAlign: 'left', overflowWrap: 'anywhere' },
  form: {
    '& fieldset': { border: 0, padding: 0, margin: 0, minWidth: 0 },
    // The theme of the form gives every field a line of its own and much air; two beside each other are enough.
    '& .MuiGrid-item': {
      marginBottom: '0 !important',
      [theme.breakpoints.up('md')]: { flexBasis: '50%', maxWidth: '50%' },
    },
    '& .MuiGrid-item:has(.MuiGrid-container)': {
      flexBasis: '100%',
      maxWidth: '100%',
    },
  },
}));

/** Props of {@link ValuesForm}. */
export interface ValuesFormProps {
  schema: Schema;
  /** What the reader has set, for this chart. */
  values: Values;
  /** What holds where nothing is set: the chart's defaults with the preset over them. */
  defaults: Values;
  /** Group that is open. */
  path: string[];
  onPath: (path: string[]) => void;
  onChange: (path: ValuesPath, value: unknown) => void;
  /** Opens the YAML view at a path. */
  onEditYaml: (path: ValuesPath) => void;
}

function countSet(value: unknown): number {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return value === undefined ? 0 : 1;
  }
  return Object.values(value).reduce<number>(
    (sum, item) => sum + countSet(item),
    0,
  );
}

/**
 * Values as a form made from the chart's schema. Large schemas are walked group by group and searched, instead of drawing
 * hundreds of fields at once. Only what the reader sets is written.
 */
export default function ValuesForm(props: ValuesFormProps) {
  const { schema, values, defaults, path, onPath } = props;
  const classes = useStyles();
  const [text, setText] = useState('');
  const entries = useMemo(() => listFields(schema), [schema]);
  const children = useMemo(() => childrenAt(schema, path), [schema, path]);
  const isInline = (child: (typeof children)[number]) =>
    child.kind !== 'group' ||
    countFields(child.schema, schema) <= INLINE_FIELDS;
  const groups = children.filter(child => !isInline(child));
  const form = useMemo(
    () => {
      const parts = children
        .filter(isInline)
        .map(
          child =>
            [
              child.name,
              formOf(child.schema, schema, [...path, child.name], defaults),
            ] as const,
        );
      return {
        schema: {
          type: 'object',
          properties: Object.fromEntries(
            parts.map(([name, part]) => [name, part.schema]),
          ),
        } as RJSFSchema,
        ui: {
          ...Object.fromEntries(parts.map(([name, part]) => [name, part.ui])),
          'ui:submitButtonOptions': { norender: true },
        },
        names: parts.map(([name]) => name),
      };
    },
    // isInline depends on the schema only.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [children, schema, path, defaults],
  );
  const current = valueAt(values, path);
  const hits = searchFields(entries, text);
  const open = (target: string[]) => {
    setText('');
    onPath(target);
  };
  return (
    <FieldActionsContext.Provider
      value={{ onEditYaml: props.onEditYaml, values }}
    >
      <SearchField
        label="Search settings"
        placeholder={`Search ${plural(entries.length, 'setting')}`}
        value={text}
        onChange={setText}
      />
      {text && (
        <>
          <Typography variant="body2" role="status">
            {plural(hits.length, 'setting')} found
            {hits.length > MOST_HITS ? `, the first ${MOST_HITS} shown` : ''}
          </Typography>
          <ul className={classes.hits} aria-label="Settings found">
            {hits.slice(0, MOST_HITS).map(hit => (
              <li key={hit.label}>
                <Button
                  size="small"
                  className={classes.hit}
                  onClick={() =>
                    open(
                      hit.kind === 'group' ? hit.path : hit.path.slice(0, -1),
                    )
                  }
                >
                  {hit.label}
                </Button>
                {hit.description && (
                  <Typography
                    variant="caption"
                    color="textSecondary"
                    component="div"
                    noWrap
                  >
                    {hit.description}
                  </Typography>
                )}
              </li>
            ))}
          </ul>
        </>
      )}
      {path.length > 0 && (
        <nav className={classes.crumbs} aria-label="Group of settings">
          <Button
            size="small"
            className={classes.crumb}
            onClick={() => open([])}
          >
            All settings
          </Button>
          {path.map((part, index) => (
            <span key={path.slice(0, index + 1).join('.')}>
              {' › '}
              <Button
                size="small"
                className={classes.crumb}
                aria-current={index === path.length - 1 ? 'true' : undefined}
                onClick={() => open(path.slice(0, index + 1))}
              >
                {part}
              </Button>
            </span>
          ))}
        </nav>
      )}
      {groups.length > 0 && (
        <div
          className={classes.groups}
          role="group"
          aria-label="Groups of settings"
        >
          {groups.map(group => {
            const set = countSet(valueAt(current, [group.name]));
            return (
              <Button
                key={group.name}
                variant="outlined"
                size="small"
                className={classes.group}
                onClick={() => open([...path, group.name])}
              >
                {group.name}
                {set > 0 ? ` (${set} set)` : ''}
              </Button>
            );
          })}
        </div>
      )}
      {form.names.length > 0 && (
        <div className={classes.form}>
          <Form
            key={path.join('.')}
            tagName="div"
            schema={form.schema}
            uiSchema={form.ui}
            formData={current ?? {}}
            validator={validator}
            noValidate
            widgets={widgets}
            fields={fields}
            idPrefix={`values-${path.join('-')}`}
            experimental_defaultFormStateBehavior={{
              emptyObjectFields: 'skipDefaults',
            }}
            onChange={event => {
              const data = (event.formData ?? {}) as Values;
              // Groups behind buttons are not part of this form and stay as they are.
              const others = Object.fromEntries(
                Object.entries((current ?? {}) as Values).filter(
                  ([name]) => !form.names.includes(name),
                ),
              );
              const own = Object.fromEntries(
                form.names.map(name => [name, data[name]]),
              );
              props.onChange(path, { ...others, ...own });
            }}
          >
            <></>
          </Form>
        </div>
      )}
      {children.length === 0 && (
        <Typography variant="body2" color="textSecondary">
          The schema names no settings here. Use the YAML view.
        </Typography>
      )}
    </FieldActionsContext.Provider>
  );
}
