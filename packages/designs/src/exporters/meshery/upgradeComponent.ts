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

import type { Component } from '../../model/design';
import { isDictionary, type Dictionary } from '../../importers/Importer';
import { newComponent, nestedSchemaVersion, stylesOf } from './newComponent';

/** Fields of a component that are the same in both generations. */
const KEPT = [
  'version',
  'description',
  'format',
  'capabilities',
  'status',
  'metadata',
] as const;

/** Names that changed from snake case to camel case, by the record that owns them. */
const MODEL_NAMES: Readonly<Record<string, string>> = {
  components_count: 'componentsCount',
  relationships_count: 'relationshipsCount',
  connection_id: 'registrantId',
};
const REGISTRANT_NAMES: Readonly<Record<string, string>> = {
  credential_id: 'credentialId',
  sub_type: 'subType',
  user_id: 'userId',
  created_at: 'createdAt',
  updated_at: 'updatedAt',
  deleted_at: 'deletedAt',
};

/**
 * A component of an earlier generation in the form of v1beta3: only keys that the schema owns get their new names; what
 * users wrote, such as configurations and metadata, is untouched.
 */
export function upgradeComponent(
  component: Component,
  bag: Dictionary,
): Record<string, unknown> {
  const fresh = newComponent(component, 'v1beta3');
  const kept = Object.fromEntries(
    KEPT.filter(key => key in bag && bag[key] !== null).map(key => [
      key,
      bag[key],
    ]),
  );
  const styles = isDictionary(bag.styles) ? camelCased(bag.styles) : {};
  const definition = isDictionary(bag.component) ? bag.component : {};
  return {
    ...fresh,
    ...kept,
    ...modelIn(component, fresh.model, bag.model),
    styles: { ...styles, ...stylesOf(component) },
    component: {
      ...definition,
      ...(fresh.component as Dictionary),
      ...schemaIn(definition),
    },
  };
}

function schemaIn({ schema }: Dictionary): Dictionary {
  return typeof schema === 'string' ? { schema } : {};
}

/** The copy of the model, unless the component was moved to another one. */
function modelIn(
  { model }: Component,
  fresh: unknown,
  raw: unknown,
): Dictionary {
  if (!isDictionary(raw) || raw.name !== model?.name) return {};
  const renamed = withNames(raw, MODEL_NAMES);
  return {
    model: {
      ...(fresh as Dictionary),
      ...renamed,
      schemaVersion: nestedSchemaVersion('models', 'v1beta3'),
      ...(isDictionary(raw.registrant) && {
        registrant: withNames(raw.registrant, REGISTRANT_NAMES),
      }),
    },
  };
}

function withNames(
  value: Dictionary,
  names: Readonly<Record<string, string>>,
): Dictionary {
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [names[key] ?? key, one]),
  );
}

/** Styles were named as the drawing library names them: `border-width`. */
function camelCased(styles: Dictionary): Dictionary {
  return Object.fromEntries(
    Object.entries(styles).map(([key, one]) => [
      key.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase()),
      one,
    ]),
  );
}
