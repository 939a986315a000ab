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

import MenuItem from '@material-ui/core/MenuItem';
import TextField from '@material-ui/core/TextField';
import { makeStyles } from '@material-ui/core/styles';
import { useId, type ReactNode } from 'react';

const useStyles = makeStyles(theme => ({
  fields: { display: 'grid', gap: theme.spacing(2.5), maxWidth: 720 },
  row: { display: 'flex', flexWrap: 'wrap', gap: theme.spacing(2) },
  field: { flex: '1 1 180px', minWidth: 0 },
}));

/** Fields of a form below each other. */
export function FieldList(props: { children: ReactNode }) {
  return <div className={useStyles().fields}>{props.children}</div>;
}

/** Fields side by side where there is room. */
export function FieldRow(props: { children: ReactNode }) {
  return <div className={useStyles().row}>{props.children}</div>;
}

interface FieldProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  help?: ReactNode;
  /** What is wrong with the value; stands in place of the help. */
  error?: string;
  required?: boolean;
  disabled?: boolean;
}

/** A text or number; what is wrong with it is said below it. */
export function FormText(
  props: FieldProps & {
    type?: 'text' | 'number' | 'url';
    placeholder?: string;
    multiline?: boolean;
    /** Lines that a text of several lines has from the start; 6 unless set. */
    rows?: number;
    max?: number;
  },
) {
  const classes = useStyles();
  const id = useId();
  return (
    <TextField
      id={id}
      className={classes.field}
      variant="outlined"
      size="small"
      fullWidth
      label={props.label}
      value={props.value}
      onChange={event => props.onChange(event.target.value)}
      helperText={props.error ?? props.help}
      error={props.error !== undefined}
      required={props.required}
      disabled={props.disabled}
      placeholder={props.placeholder}
      type={props.type}
      multiline={props.multiline}
      minRows={props.multiline ? props.rows ?? 6 : undefined}
      maxRows={props.multiline ? 20 : undefined}
      InputLabelProps={{ shrink: true }}
      inputProps={{
        maxLength: props.max,
        'data-field': props.label,
        spellCheck: props.multiline ? false : undefined,
      }}
    />
  );
}

/** One of a few values. */
export function FormChoice(
  props: FieldProps & { options: Array<{ value: string; label: string }> },
) {
  const classes = useStyles();
  const id = useId();
  return (
    <TextField
      select
      id={id}
      className={classes.field}
      variant="outlined"
      size="small"
      fullWidth
      label={props.label}
      value={props.value}
      onChange={event => props.onChange(event.target.value)}
      helperText={props.error ?? props.help}
      error={props.error !== undefined}
      required={props.required}
      disabled={props.disabled}
      InputLabelProps={{ shrink: true }}
      SelectProps={{
        displayEmpty: true,
        inputProps: { 'data-field': props.label },
      }}
    >
      {props.options.map(option => (
        <MenuItem key={option.value} value={option.value}>
          {option.label}
        </MenuItem>
      ))}
    </TextField>
  );
}
