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
import type { FleetOverview } from './useFleetChoices';
import { FieldList, FieldRow, FormChoice, FormText } from '../parts/fields';
import { changeWords, type ArmDraft, type ArmProblems } from './armDraft';

const useStyles = makeStyles(theme => ({
  root: {
    margin: theme.spacing(0, 0, 2),
    padding: theme.spacing(2),
    border: `1px solid ${theme.palette.divider}`,
    borderRadius: theme.shape.borderRadius,
    minWidth: 0,
  },
  legend: { padding: theme.spacing(0, 1), fontWeight: 600 },
}));

/** One side: what differs about it. */
export function ArmFields(props: {
  arm: ArmDraft;
  /** Counted from 0; the first side is the baseline. */
  index: number;
  problems: ArmProblems;
  fleet: FleetOverview;
  onChange: (change: Partial<ArmDraft>) => void;
  /** Absent: no fewer sides are possible. */
  onRemove?: () => void;
}) {
  const classes = useStyles();
  const { arm, index, problems, fleet, onChange } = props;
  const meshes = fleet.find(item => item.cluster === arm.cluster)?.meshes ?? [];
  const words = changeWords(arm);
  return (
    <fieldset className={classes.root}>
      <legend className={classes.legend}>
        Side {String.fromCharCode(65 + index)}
        {index === 0 ? ', the baseline' : ''}
      </legend>
      <FieldList>
        <FieldRow>
          <FormText
            label="Name of the side"
            required
            value={arm.name}
            onChange={name => onChange({ name })}
            error={problems.name}
            max={60}
          />
          <FormText
            label="Base address"
            value={arm.baseUrl}
            placeholder="http://checkout.shop:8080"
            onChange={baseUrl => onChange({ baseUrl })}
            error={problems.baseUrl}
            help="Replaces scheme, host and port of every endpoint"
          />
        </FieldRow>
        <FormChoice
          label="Change in the cluster"
          value={arm.change}
          onChange={change =>
            onChange({ change: change as ArmDraft['change'] })
          }
          error={problems.change}
          help="Taken back after the runs of this side, in any case"
          options={[
            { value: 'none', label: 'None' },
            { value: 'onboard', label: 'Bring a namespace onto a mesh' },
            { value: 'offboard', label: 'Take a namespace off a mesh' },
          ]}
        />
        {arm.change !== 'none' && (
          <FieldRow>
            <FormChoice
              label="Cluster"
              required
              value={arm.cluster}
              onChange={cluster => onChange({ cluster, mesh: '' })}
              error={problems.cluster}
              options={[
                { value: '', label: 'Choose a cluster…' },
                ...fleet.map(item => ({
                  value: item.cluster,
                  label: item.title,
                })),
              ]}
            />
            <FormText
              label="Namespace"
              required
              value={arm.namespace}
              onChange={namespace => onChange({ namespace })}
              error={problems.namespace}
            />
            <FormChoice
              label="Mesh"
              required
              value={arm.mesh}
              onChange={mesh => onChange({ mesh })}
              error={problems.mesh}
              disabled={!arm.cluster}
              help={
                arm.cluster && meshes.length === 0
                  ? 'No mesh is known in this cluster'
                  : undefined
              }
              options={[
                { value: '', label: 'Choose a mesh…' },
                ...meshes.map(mesh => ({ value: mesh.id, label: mesh.label })),
              ]}
            />
          </FieldRow>
        )}
        {words && <Typography variant="body2">{words}</Typography>}
        <FieldRow>
          <FormText
            label="Headers"
            multiline
            rows={2}
            value={arm.headers}
            onChange={headers => onChange({ headers })}
            error={problems.headers}
            placeholder="x-route: canary"
            help="“Name: value”, one a line, beside those of the profile"
          />
          <FormText
            label="Features that are on"
            value={arm.features}
            onChange={features => onChange({ features })}
            error={problems.features}
            placeholder="mtls, retries"
            help="For the index: what one gets for the cost, separated by commas"
          />
        </FieldRow>
        {props.onRemove && (
          <div>
            <Button size="small" onClick={props.onRemove}>
              Remove side {arm.name}
            </Button>
          </div>
        )}
      </FieldList>
    </fieldset>
  );
}
