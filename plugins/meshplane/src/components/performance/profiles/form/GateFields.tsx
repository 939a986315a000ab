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
import { Section } from '../../../layout/Section';
import { FieldList, FieldRow, FormText } from '../../parts/fields';
import { CheckField } from './CheckField';
import { withoutRow, withRow, type ProfileForm } from './form';
import { newGate, type GateDraft } from './profileDraft';
import { RowBox } from './RowBox';

const useStyles = makeStyles(theme => ({
  help: {
    display: 'grid',
    gridTemplateColumns: 'minmax(160px, auto) 1fr',
    gap: theme.spacing(0.25, 2),
    margin: 0,
    '& dd': { margin: 0 },
  },
}));

const EXAMPLES: Array<[string, string, string]> = [
  ['latency', 'p(99)<250', '99 % of the requests within 250 ms'],
  ['latency{endpoint:pay}', 'med<40', 'half of those of one endpoint'],
  ['service', 'max<1000', 'from send to end, the slowest'],
  ['errors', 'rate<1%', 'share of requests that fail'],
  ['rate', 'rate>=390', 'requests per second that were reached'],
  ['latency', 'delta(p99)<5%', 'against the baseline of the profile'],
];

/** The grammar of thresholds, by example. */
function GateHelp() {
  const classes = useStyles();
  return (
    <details>
      <Typography variant="body2" component="summary">
        How a gate is written
      </Typography>
      <dl className={classes.help}>
        {EXAMPLES.map(([metric, threshold, text]) => (
          <div key={metric + threshold} style={{ display: 'contents' }}>
            <dt>
              <code>
                {metric}: {threshold}
              </code>
            </dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
      <Typography variant="caption" color="textSecondary" component="p">
        Times are milliseconds. A gate passes only where its interval lies on
        the right side; one that the interval crosses is borderline, and one
        with too few samples is not judged.
      </Typography>
    </details>
  );
}

/** What must hold. */
export function GateFields(props: { form: ProfileForm }) {
  const { draft, set, problem } = props.form;
  const { gates } = draft;
  return (
    <Section
      title="Gates"
      subtitle="Judged at the end of every run; some may stop it"
    >
      <FieldList>
        <GateHelp />
        {gates.map((gate, index) => {
          const path = `load.gates.${index}`;
          const change = (changes: Partial<GateDraft>) =>
            set({ gates: withRow(gates, index, changes) });
          return (
            <RowBox
              key={gate.key}
              title={`Gate ${index + 1}`}
              onRemove={() => set({ gates: withoutRow(gates, index) })}
            >
              <FieldRow>
                <FormText
                  label="Metric"
                  value={gate.metric}
                  onChange={metric => change({ metric })}
                  error={problem(`${path}.metric`)}
                  help="latency, service, errors, rate"
                />
                <FormText
                  label="Threshold"
                  value={gate.threshold}
                  onChange={threshold => change({ threshold })}
                  error={problem(`${path}.threshold`)}
                />
              </FieldRow>
              <CheckField
                label="Stop the run as soon as it is crossed"
                checked={gate.abort}
                onChange={abort => change({ abort })}
              />
              {gate.abort && (
                <FormText
                  label="Not before second"
                  type="number"
                  value={gate.delaySeconds}
                  onChange={delaySeconds => change({ delaySeconds })}
                  error={problem(`${path}.delaySeconds`)}
                />
              )}
            </RowBox>
          );
        })}
        <div>
          <Button
            variant="outlined"
            onClick={() => set({ gates: [...gates, newGate()] })}
          >
            Add a gate
          </Button>
        </div>
        <FormText
          label="Stop at an error rate of, percent"
          type="number"
          value={draft.stopAtErrorRate}
          onChange={stopAtErrorRate => set({ stopAtErrorRate })}
          help="Left empty, that of the configuration holds"
          error={problem('stopAtErrorRate')}
        />
      </FieldList>
    </Section>
  );
}
