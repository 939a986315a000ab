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
import { FieldList, FieldRow, FormText } from '../../parts/fields';
import type { ProfileForm } from './form';

/** What the profile is called and to whom it belongs. */
export function BasicFields(props: { form: ProfileForm }) {
  const { draft, set, problem } = props.form;
  return (
    <Section title="What it is">
      <FieldList>
        <FormText
          label="Name"
          value={draft.name}
          onChange={name => set({ name })}
          required
          max={200}
          error={problem('name')}
        />
        <FormText
          label="Description"
          value={draft.description}
          onChange={description => set({ description })}
          multiline
          rows={2}
          max={4000}
          help="Why this load, and what it stands for"
          error={problem('description')}
        />
        <FieldRow>
          <FormText
            label="Component"
            value={draft.entityRef}
            onChange={entityRef => set({ entityRef })}
            placeholder="component:default/checkout"
            help="Its owners may edit and run the profile; its page shows the results"
            error={problem('entityRef')}
          />
          <FormText
            label="Tags"
            value={draft.tags}
            onChange={tags => set({ tags })}
            placeholder="nightly, shop"
            help="With commas between them"
            error={problem('tags')}
          />
        </FieldRow>
      </FieldList>
    </Section>
  );
}
