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
import { usePerformanceLimits } from '../../../../data/performanceQueries';
import { Section } from '../../../layout/Section';
import { FieldList, FieldRow, FormChoice, FormText } from '../../parts/fields';
import { withoutRow, withRow, type ProfileForm } from './form';
import { newEndpoint, type EndpointDraft } from './profileDraft';
import { RowBox } from './RowBox';

function BodyFields(props: {
  endpoint: EndpointDraft;
  change: (changes: Partial<EndpointDraft>) => void;
  problem?: string;
}) {
  const { endpoint, change } = props;
  return (
    <>
      <FieldRow>
        <FormChoice
          label="Body"
          value={endpoint.bodyKind}
          onChange={kind =>
            change({ bodyKind: kind as EndpointDraft['bodyKind'] })
          }
          options={[
            { value: 'none', label: 'None' },
            { value: 'text', label: 'Text' },
            { value: 'base64', label: 'Bytes in base64' },
          ]}
        />
        <FormText
          label="Statuses that are right"
          value={endpoint.expectStatus}
          onChange={expectStatus => change({ expectStatus })}
          placeholder="200 to 399"
          help="With commas between them"
        />
      </FieldRow>
      {endpoint.bodyKind !== 'none' && (
        <FormText
          label="Content of the body"
          value={endpoint.body}
          onChange={body => change({ body })}
          multiline
          rows={2}
          error={props.problem}
        />
      )}
    </>
  );
}

/** To whom what is sent, and how often one beside the others. */
export function EndpointFields(props: { form: ProfileForm }) {
  const { draft, set, problem } = props.form;
  const limits = usePerformanceLimits();
  const { endpoints } = draft;
  const secrets = limits.data?.secrets ?? [];
  const headersHelp = `Name: value, one a line. Credentials are never written here: use \${secret:NAME}${
    secrets.length > 0 ? ` (there are ${secrets.join(', ')})` : ''
  }.`;
  return (
    <Section
      title="Endpoints"
      subtitle={
        limits.data && limits.data.targets.length > 0
          ? `Load may go to ${limits.data.targets.join(
              ', ',
            )} and to targets that components name`
          : undefined
      }
    >
      <FieldList>
        {endpoints.map((endpoint, index) => {
          const path = `load.endpoints.${index}`;
          const change = (changes: Partial<EndpointDraft>) =>
            set({ endpoints: withRow(endpoints, index, changes) });
          return (
            <RowBox
              key={endpoint.key}
              title={`Endpoint ${index + 1}`}
              onRemove={
                endpoints.length > 1
                  ? () => set({ endpoints: withoutRow(endpoints, index) })
                  : undefined
              }
            >
              <FormText
                label="Address"
                value={endpoint.url}
                onChange={url => change({ url })}
                required
                placeholder="http://checkout.shop.svc:8080/cart"
                error={problem(`${path}.url`)}
                help="http, https, grpc or grpcs"
              />
              <FieldRow>
                <FormText
                  label="Name"
                  value={endpoint.name}
                  onChange={name => change({ name })}
                  help="For gates and results by endpoint"
                  error={problem(`${path}.name`)}
                />
                <FormText
                  label="Method"
                  value={endpoint.method}
                  onChange={method => change({ method })}
                  error={problem(`${path}.method`)}
                />
                <FormText
                  label="Weight"
                  type="number"
                  value={endpoint.weight}
                  onChange={weight => change({ weight })}
                  help="Share among the endpoints"
                  error={problem(`${path}.weight`)}
                />
              </FieldRow>
              <FormText
                label="Headers"
                value={endpoint.headers}
                onChange={headers => change({ headers })}
                multiline
                rows={2}
                help={headersHelp}
                error={problem(`${path}.headers`)}
              />
              <FormText
                label="Cookies"
                value={endpoint.cookies}
                onChange={cookies => change({ cookies })}
                multiline
                rows={2}
                help="name=value, one a line"
                error={problem(`${path}.cookies`)}
              />
              <BodyFields
                endpoint={endpoint}
                change={change}
                problem={problem(`${path}.body`)}
              />
              {problem(`${path}.expectStatus`) && (
                <div role="alert">{problem(`${path}.expectStatus`)}</div>
              )}
              <FormText
                label="Body that is right"
                value={endpoint.expectBody}
                onChange={expectBody => change({ expectBody })}
                help="Compared byte for byte; left empty, any body is right"
              />
            </RowBox>
          );
        })}
        <div>
          <Button
            variant="outlined"
            onClick={() => set({ endpoints: [...endpoints, newEndpoint()] })}
          >
            Add an endpoint
          </Button>
        </div>
      </FieldList>
    </Section>
  );
}
