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
import TextField from '@material-ui/core/TextField';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import type {
  FieldProps,
  RegistryFieldsType,
  RegistryWidgetsType,
  WidgetProps,
} from '@rjsf/utils';
import { createContext, useContext } from 'react';
import { stringify } from 'yaml';
import { defaultText } from './formSchema';
import { valueAt, type Values, type ValuesPath } from './valuesDocument';

/** What fields of the form need from around it. */
export const FieldActionsContext = createContext<{
  onEditYaml: (path: ValuesPath) => void;
  values: Values;
}>({ onEditYaml: () => {}, values: {} });

const useStyles = makeStyles(theme => ({
  root: { margin: theme.spacing(1, 0) },
  line: { display: 'flex', alignItems: 'baseline', gap: theme.spacing(1) },
  text: {
    margin: 0,
    maxHeight: 120,
    overflow: 'auto',
    fontSize: 12.5,
    color: theme.palette.text.secondary,
  },
}));

/** Three states instead of a check box: a box cannot say "whatever the chart says". */
function BooleanWidget(props: WidgetProps) {
  const { value, onChange } = props;
  const own = defaultText(props.options.own);
  return (
    <TextField
      select
      fullWidth
      id={props.id}
      label={props.label}
      disabled={props.disabled || props.readonly}
      value={value === undefined ? '' : String(value)}
      onChange={event =>
        onChange(
          event.target.value === '' ? undefined : event.target.value === 'true',
        )
      }
      InputLabelProps={{ shrink: true }}
      SelectProps={{ displayEmpty: true }}
    >
      <MenuItem value="">
        <em>Default ({own})</em>
      </MenuItem>
      <MenuItem value="true">true</MenuItem>
      <MenuItem value="false">false</MenuItem>
    </TextField>
  );
}

/** One of a few values, or the default. */
function ChoiceWidget(props: WidgetProps) {
  const { value, onChange, options } = props;
  const choices = options.enumOptions ?? [];
  if (props.multiple) {
    const chosen = ([] as unknown[]).concat(value ?? []);
    return (
      <TextField
        select
        fullWidth
        id={props.id}
        label={props.label}
        value={chosen}
        onChange={event => onChange(event.target.value)}
        SelectProps={{ multiple: true }}
        InputLabelProps={{ shrink: true }}
      >
        {choices.map(choice => (
          <MenuItem key={String(choice.value)} value={choice.value}>
            {choice.label}
          </MenuItem>
        ))}
      </TextField>
    );
  }
  const index = choices.findIndex(choice => choice.value === value);
  return (
    <TextField
      select
      fullWidth
      id={props.id}
      label={props.label}
      disabled={props.disabled || props.readonly}
      value={index < 0 ? '' : String(index)}
      onChange={event =>
        onChange(
          event.target.value === ''
            ? undefined
            : choices[Number(event.target.value)].value,
        )
      }
      InputLabelProps={{ shrink: true }}
      SelectProps={{ displayEmpty: true }}
    >
      <MenuItem value="">
        <em>Default ({defaultText(options.own)})</em>
      </MenuItem>
      {choices.map((choice, at) => (
        <MenuItem key={choice.label} value={String(at)}>
          {choice.label}
        </MenuItem>
      ))}
    </TextField>
  );
}

/** A node that no field fits, such as a map with any keys: what is set, and a way into the YAML. */
function YamlOnlyField(props: FieldProps) {
  const classes = useStyles();
  const { onEditYaml, values } = useContext(FieldActionsContext);
  const { path = [], own } = (props.uiSchema?.['ui:options'] ?? {}) as {
    path?: ValuesPath;
    own?: unknown;
  };
  const value = valueAt(values, path);
  return (
    <div className={classes.root}>
      <div className={classes.line}>
        <Typography variant="body2">{props.schema.title}</Typography>
        <Button
          size="small"
          onClick={() => onEditYaml(path)}
          aria-label={`Edit ${path.join('.')} as YAML`}
        >
          Edit as YAML
        </Button>
      </div>
      {props.schema.description && (
        <Typography variant="caption" color="textSecondary" component="div">
          {props.schema.description}
        </Typography>
      )}
      {value === undefined ? (
        <Typography variant="caption" color="textSecondary">
          Default: {defaultText(own)}
        </Typography>
      ) : (
        <pre className={classes.text}>{stringify(value)}</pre>
      )}
    </div>
  );
}

/** Widgets that replace those of the theme. */
export const widgets: RegistryWidgetsType = {
  CheckboxWidget: BooleanWidget,
  SelectWidget: ChoiceWidget,
};

/** Fields of our own. */
export const fields: RegistryFieldsType = { yamlOnly: YamlOnlyField };
