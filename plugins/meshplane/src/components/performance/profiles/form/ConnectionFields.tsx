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

import { Section } from '../../../layout/Section';
import { FieldList, FieldRow, FormChoice, FormText } from '../../parts/fields';
import { CheckField } from './CheckField';
import type { ProfileForm } from './form';
import type { ProfileDraft } from './profileDraft';

const transports: Array<{ value: ProfileDraft['transport']; label: string }> = [
  { value: 'http1', label: 'HTTP/1.1' },
  { value: 'http1-autocannon', label: 'HTTP/1.1 with autocannon' },
  { value: 'http2', label: 'HTTP/2' },
  { value: 'grpc', label: 'gRPC' },
];

type NumberField =
  | 'connections'
  | 'threads'
  | 'warmupSeconds'
  | 'drainSeconds'
  | 'timeoutSeconds';

function NumberInput(props: {
  form: ProfileForm;
  name: NumberField;
  label: string;
  help?: string;
}) {
  const { form, name } = props;
  return (
    <FormText
      label={props.label}
      type="number"
      value={form.draft[name]}
      onChange={value => form.set({ [name]: value })}
      help={props.help}
      error={form.problem(`load.${name}`)}
    />
  );
}

function TlsFields(props: { form: ProfileForm }) {
  const { draft, set, problem } = props.form;
  return (
    <>
      <CheckField
        label="Check the certificate of the target"
        checked={draft.tlsVerify}
        onChange={tlsVerify => set({ tlsVerify })}
        help={
          draft.tlsVerify
            ? undefined
            : 'Every result will say that the target could have been anybody.'
        }
      />
      <FormText
        label="Name in the certificate"
        value={draft.tlsServerName}
        onChange={tlsServerName => set({ tlsServerName })}
        help="Where it differs from the host of the address"
      />
      <FormText
        label="Certificate authority (PEM)"
        value={draft.tlsCa}
        onChange={tlsCa => set({ tlsCa })}
        multiline
        rows={2}
        error={problem('load.tls.ca')}
      />
      <FormText
        label="Client certificate (PEM)"
        value={draft.tlsCert}
        onChange={tlsCert => set({ tlsCert })}
        multiline
        rows={2}
        error={problem('load.tls.cert')}
      />
      <FormText
        label="Key of the client certificate"
        value={draft.tlsKey}
        onChange={tlsKey => set({ tlsKey })}
        help="A reference such as ${secret:client-key}; a key itself is refused"
        error={problem('load.tls.key')}
      />
    </>
  );
}

/** How the requests travel. */
export function ConnectionFields(props: { form: ProfileForm }) {
  const { form } = props;
  const { draft, set, problem } = form;
  const hasStreams = draft.transport === 'http2' || draft.transport === 'grpc';
  const usesTls = draft.endpoints.some(endpoint =>
    /^(https|grpcs):/.test(endpoint.url.trim()),
  );
  return (
    <Section title="Connections and times">
      <FieldList>
        <FieldRow>
          <FormChoice
            label="Transport"
            value={draft.transport}
            onChange={transport =>
              set({ transport: transport as ProfileDraft['transport'] })
            }
            options={transports}
          />
          <NumberInput form={form} name="connections" label="Connections" />
          {hasStreams && (
            <FormText
              label="Streams per connection"
              type="number"
              value={draft.streams}
              onChange={streams => set({ streams })}
              placeholder="10"
              error={problem('load.streams')}
            />
          )}
          <NumberInput
            form={form}
            name="threads"
            label="Threads"
            help="Of the generator"
          />
        </FieldRow>
        <FieldRow>
          <NumberInput
            form={form}
            name="warmupSeconds"
            label="Warm-up, seconds"
            help="Sent, not measured"
          />
          <NumberInput
            form={form}
            name="timeoutSeconds"
            label="Time-out, seconds"
            help="Of one request"
          />
          <NumberInput
            form={form}
            name="drainSeconds"
            label="Drain, seconds"
            help="Wait for the last answers"
          />
        </FieldRow>
        {usesTls && <TlsFields form={form} />}
      </FieldList>
    </Section>
  );
}
