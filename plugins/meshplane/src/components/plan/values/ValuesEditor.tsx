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
import Tab from '@material-ui/core/Tab';
import Tabs from '@material-ui/core/Tabs';
import Typography from '@material-ui/core/Typography';
import type { ChartValues } from '@meshplane/plugin-meshplane-common';
import { lazy, Suspense, useEffect, useMemo, useState } from 'react';
import { useUrlState } from '../../../lib/useUrlState';
import { LoadingRows } from '../../feedback/LoadingRows';
import { PickField } from '../../layout/PickField';
import { CodeBlock } from '../../operations/CodeBlock';
import { ToneIcon } from '../../status/StatusLabel';
import { chartPath, defaultsOf } from './chartValues';
import { useSchemaProblems } from './useSchemaProblems';
import {
  editValues,
  insertValue,
  placeOf,
  readValues,
  valueAt,
  type TextProblem,
  type Values,
  type ValuesPath,
} from './valuesDocument';

// Form library and editor are most of the wizard's code; neither is needed before this step.
const ValuesForm = lazy(() => import('./ValuesForm'));
const YamlEditor = lazy(() => import('./YamlEditor'));

const useStyles = makeStyles(theme => ({
  bar: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(2),
    marginBottom: theme.spacing(2),
    borderBottom: `1px solid ${theme.palette.divider}`,
  },
  tab: {
    minWidth: 0,
    textTransform: 'none',
    // The portal's own hover colour is that of the light theme.
    '&:hover': {
      color: 'inherit',
      backgroundColor: theme.palette.action.hover,
    },
  },
  problems: { listStyle: 'none', padding: 0, margin: theme.spacing(1, 0) },
  problem: {
    display: 'flex',
    gap: theme.spacing(1),
    overflowWrap: 'anywhere',
    padding: theme.spacing(0.25, 0),
  },
  icon: { marginTop: 3 },
  place: {
    font: 'inherit',
    color: theme.palette.text.primary,
    background: 'none',
    border: 0,
    padding: 0,
    textAlign: 'left',
    textDecoration: 'underline',
    cursor: 'pointer',
  },
  more: { marginTop: theme.spacing(2) },
}));

/** A problem of the text as the list below the editor shows it. */
export function problemText(problem: TextProblem): string {
  return `Line ${problem.line}, column ${problem.column}: ${problem.message}`;
}

function Problems(props: {
  problems: TextProblem[];
  onGoTo: (offset: number) => void;
}) {
  const classes = useStyles();
  if (props.problems.length === 0) return null;
  return (
    <ul className={classes.problems} aria-label="Problems of the values">
      {props.problems.map(problem => (
        <li key={problemText(problem)} className={classes.problem}>
          <ToneIcon tone="error" className={classes.icon} />
          <button
            type="button"
            className={classes.place}
            onClick={() => props.onGoTo(problem.from)}
          >
            {problemText(problem)}
          </button>
        </li>
      ))}
    </ul>
  );
}

/**
 * Values as a form and as YAML: two views of one text. The form writes its changes into the text and keeps the rest of
 * it; while the text cannot be read, the form waits instead of overwriting it.
 */
export function ValuesEditor(props: {
  charts: ChartValues;
  text: string;
  onChange: (text: string) => void;
}) {
  const { charts, text, onChange } = props;
  const classes = useStyles();
  const { params, patch } = useUrlState();
  const view = params.get('view') === 'yaml' ? 'yaml' : 'form';
  const chart =
    charts.charts.find(item => item.name === params.get('chart')) ??
    charts.charts[0];
  const group = (params.get('group') ?? '').split('/').filter(Boolean);
  const [undo, setUndo] = useState<string>();
  const [goTo, setGoTo] = useState<{ offset: number }>();
  const read = useMemo(() => readValues(text), [text]);
  const schema = useSchemaProblems(charts, text, read.values);
  const problems = useMemo(
    () => [...read.problems, ...schema.problems],
    [read.problems, schema.problems],
  );
  const prefix = useMemo(
    () => (chart ? chartPath(charts, chart.name) : []),
    [charts, chart],
  );
  const defaults = useMemo(
    () => (chart ? defaultsOf(charts, chart) : {}),
    [charts, chart],
  );
  // Where there is no chart there is no schema either.
  useEffect(() => {
    if (!chart && view === 'form') patch({ view: 'yaml' });
  }, [chart, view, patch]);
  const openYaml = (offset: number) => {
    setGoTo({ offset });
    patch({ view: 'yaml' });
  };
  const editYaml = (path: ValuesPath) => {
    const full = [...prefix, ...path];
    if (read.values && valueAt(read.values, full) === undefined) {
      const next = insertValue(text, full, valueAt(defaults, path) ?? null);
      onChange(next);
      openYaml(placeOf(next, full).from);
    } else openYaml(placeOf(text, full).from);
  };
  return (
    <>
      <div className={classes.bar}>
        <Tabs
          value={view}
          onChange={(_, next: string) => {
            setGoTo(undefined);
            patch({ view: next === 'yaml' ? 'yaml' : undefined });
          }}
          indicatorColor="primary"
          textColor="inherit"
          aria-label="Views of the values"
        >
          <Tab value="form" label="Form" className={classes.tab} />
          <Tab value="yaml" label="YAML" className={classes.tab} />
        </Tabs>
        {view === 'form' && charts.charts.length > 1 && chart && (
          <PickField
            label="Chart"
            value={chart.name}
            options={charts.charts.map(item => ({
              value: item.name,
              label: `${item.name} ${item.version}`,
            }))}
            onChange={name => patch({ chart: name, group: undefined })}
          />
        )}
        {chart?.schemaSource === 'inferred' && view === 'form' && (
          <Typography variant="caption" color="textSecondary">
            This chart has no schema: the form follows its default values.
          </Typography>
        )}
        {text.trim() !== '' && (
          <Button
            size="small"
            onClick={() => {
              setUndo(text);
              onChange('');
            }}
          >
            Start again from the preset
          </Button>
        )}
        {text === '' && undo && (
          <Button size="small" onClick={() => onChange(undo)}>
            Bring my values back
          </Button>
        )}
      </div>
      <Suspense fallback={<LoadingRows label="Loading the editor" rows={4} />}>
        {view === 'yaml' && (
          <YamlEditor
            label="Values as YAML"
            text={text}
            problems={problems}
            goTo={goTo}
            onChange={onChange}
          />
        )}
        {view === 'form' && chart && read.values && (
          <ValuesForm
            key={chart.name}
            schema={chart.schema}
            values={(valueAt(read.values, prefix) ?? {}) as Values}
            defaults={defaults}
            path={group}
            onPath={path => patch({ group: path.join('/') })}
            onChange={(path, value) =>
              onChange(editValues(text, [...prefix, ...path], value))
            }
            onEditYaml={editYaml}
          />
        )}
      </Suspense>
      {view === 'form' && !read.values && (
        <Typography variant="body2" role="alert">
          The YAML has a mistake, so that the form cannot show it. Nothing is
          lost: correct it in the YAML view, then the form comes back.
        </Typography>
      )}
      <Problems problems={problems} onGoTo={openYaml} />
      {schema.unusable && (
        <Typography variant="caption" color="textSecondary" component="div">
          {schema.unusable}
        </Typography>
      )}
      <details className={classes.more}>
        <summary>What the preset “{charts.preset}” sets</summary>
        <CodeBlock
          label="Values of the preset"
          text={charts.presetValues || '# the defaults of the charts'}
        />
      </details>
      {charts.charts.map(item => (
        <details key={item.name}>
          <summary>
            Defaults of the chart {item.name} {item.version}
          </summary>
          <CodeBlock
            label={`Defaults of ${item.name}`}
            text={item.defaults || '# none'}
          />
        </details>
      ))}
    </>
  );
}
