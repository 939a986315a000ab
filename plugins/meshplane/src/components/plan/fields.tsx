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

import Checkbox from '@material-ui/core/Checkbox';
import FormControl from '@material-ui/core/FormControl';
import FormControlLabel from '@material-ui/core/FormControlLabel';
import FormHelperText from '@material-ui/core/FormHelperText';
import FormLabel from '@material-ui/core/FormLabel';
import Radio from '@material-ui/core/Radio';
import RadioGroup from '@material-ui/core/RadioGroup';
import { makeStyles } from '@material-ui/core/styles';
import Switch from '@material-ui/core/Switch';
import TextField from '@material-ui/core/TextField';
import Typography from '@material-ui/core/Typography';
import { useEffect, useId, useRef, useState, type ReactNode } from 'react';
import useDebounce from 'react-use/esm/useDebounce';
import type { DraftState } from './useDraft';

const DEBOUNCE_MS = 250;

const useStyles = makeStyles(theme => ({
  text: { maxWidth: 420 },
  choice: { alignItems: 'flex-start', margin: theme.spacing(0.5, 0) },
  control: { paddingTop: 0, paddingBottom: 0 },
  option: { display: 'block', marginLeft: theme.spacing(0.5) },
  hidden: {
    position: 'absolute',
    width: 1,
    height: 1,
    overflow: 'hidden',
    clip: 'rect(0 0 0 0)',
  },
  legend: { marginBottom: theme.spacing(0.5) },
  fields: { display: 'grid', gap: theme.spacing(2.5), justifyItems: 'start' },
}));

/** Fields below each other. */
export function Fields(props: { children: ReactNode }) {
  return <div className={useStyles().fields}>{props.children}</div>;
}

/** A text or number of the draft; it is written when the typing pauses or the field is left. */
export function DraftText(props: {
  draft: DraftState;
  name: string;
  label: string;
  help?: string;
  type?: 'number';
  placeholder?: string;
  required?: boolean;
}) {
  const { draft, name } = props;
  const classes = useStyles();
  const id = useId();
  const value = draft.text(name);
  const [text, setText] = useState(value);
  const sent = useRef(value);
  useEffect(() => {
    if (value !== sent.current) {
      sent.current = value;
      setText(value);
    }
  }, [value]);
  const send = () => {
    if (text === sent.current) return;
    sent.current = text;
    draft.set({ [name]: text });
  };
  useDebounce(send, DEBOUNCE_MS, [text]);
  return (
    <TextField
      id={id}
      label={props.label}
      helperText={props.help}
      placeholder={props.placeholder}
      type={props.type ?? 'text'}
      required={props.required}
      value={text}
      onChange={event => setText(event.target.value)}
      onBlur={send}
      variant="outlined"
      size="small"
      fullWidth
      className={classes.text}
      InputLabelProps={{ shrink: true }}
      inputProps={{ maxLength: 300, spellCheck: false }}
    />
  );
}

/** One of several, each with a word of explanation. */
export function DraftChoice(props: {
  label: string;
  /** The heading above says it already; it is still read out. */
  hideLabel?: boolean;
  value: string;
  options: Array<{
    value: string;
    title: ReactNode;
    text?: ReactNode;
    disabled?: boolean;
  }>;
  onChange: (value: string) => void;
}) {
  const classes = useStyles();
  const id = useId();
  return (
    <FormControl component="fieldset">
      <FormLabel
        component="legend"
        className={props.hideLabel ? classes.hidden : classes.legend}
      >
        {props.label}
      </FormLabel>
      <RadioGroup
        aria-label={props.label}
        value={props.value}
        onChange={event => props.onChange(event.target.value)}
      >
        {props.options.map(option => (
          <FormControlLabel
            key={option.value}
            value={option.value}
            disabled={option.disabled}
            className={classes.choice}
            control={
              <Radio
                color="primary"
                className={classes.control}
                inputProps={{
                  'aria-describedby': option.text
                    ? `${id}-${option.value}`
                    : undefined,
                }}
              />
            }
            label={
              <span className={classes.option}>
                <Typography variant="body2" component="span">
                  {option.title}
                </Typography>
                {option.text && (
                  <Typography
                    id={`${id}-${option.value}`}
                    variant="caption"
                    color="textSecondary"
                    component="div"
                  >
                    {option.text}
                  </Typography>
                )}
              </span>
            }
          />
        ))}
      </RadioGroup>
    </FormControl>
  );
}

/** Any of several, as check boxes. */
export function DraftChecks(props: {
  label: string;
  /** @see DraftChoice */
  hideLabel?: boolean;
  values: string[];
  options: Array<{
    value: string;
    title: ReactNode;
    text?: ReactNode;
    disabled?: boolean;
  }>;
  onChange: (values: string[]) => void;
}) {
  const classes = useStyles();
  const { values, options, onChange } = props;
  return (
    <FormControl component="fieldset">
      <FormLabel
        component="legend"
        className={props.hideLabel ? classes.hidden : classes.legend}
      >
        {props.label}
      </FormLabel>
      {options.map(option => (
        <FormControlLabel
          key={option.value}
          className={classes.choice}
          disabled={option.disabled}
          control={
            <Checkbox
              color="primary"
              className={classes.control}
              checked={values.includes(option.value)}
              onChange={(_, checked) =>
                onChange(
                  checked
                    ? [...values, option.value]
                    : values.filter(item => item !== option.value),
                )
              }
            />
          }
          label={
            <span className={classes.option}>
              <Typography variant="body2" component="span">
                {option.title}
              </Typography>
              {option.text && (
                <Typography
                  variant="caption"
                  color="textSecondary"
                  component="div"
                >
                  {option.text}
                </Typography>
              )}
            </span>
          }
        />
      ))}
    </FormControl>
  );
}

/** On or off. */
export function DraftSwitch(props: {
  draft: DraftState;
  name: string;
  label: string;
  fallback: boolean;
  help?: string;
}) {
  const { draft, name, fallback } = props;
  return (
    <FormControl>
      <FormControlLabel
        control={
          <Switch
            color="primary"
            checked={draft.flag(name, fallback)}
            onChange={(_, checked) => draft.setFlag(name, checked, fallback)}
          />
        }
        label={<Typography variant="body2">{props.label}</Typography>}
      />
      {props.help && <FormHelperText>{props.help}</FormHelperText>}
    </FormControl>
  );
}

/** How workloads are restarted. */
export function PaceFields(props: { draft: DraftState }) {
  const { draft } = props;
  return (
    <>
      <DraftText
        draft={draft}
        name="parallel"
        type="number"
        label="Workloads restarted at a time"
        placeholder="1"
        help="1 to 50; each has to be ready before the next one starts"
      />
      <DraftText
        draft={draft}
        name="timeout"
        type="number"
        label="Longest wait for a workload, in seconds"
        placeholder="300"
        help="10 to 3600"
      />
      <DraftSwitch
        draft={draft}
        name="stopOnFailure"
        fallback
        label="Stop at the first workload that does not become ready"
      />
    </>
  );
}
