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
import { nameOf } from '../../objects/kubernetesObject';
import { isNamespaced } from '../../objects/scope';
import { slugOf } from '../names';
import type { WrittenGeneration } from './generation';
import { uuidOf } from './uuid';

const NIL = '00000000-0000-0000-0000-000000000000';
/** Meshery asks for dates; nothing is known, and the same design has to give the same bytes. */
const NO_DATE = '0001-01-01T00:00:00Z';
const DEFINITION_VERSION = 'v1.0.0';

/** Versions of what lies in a design: they do not follow that of the design; the published templates say these. */
const NESTED_VERSION: Readonly<Record<WrittenGeneration, string>> = {
  v1beta1: 'v1beta1',
  v1beta3: 'v1beta2',
};

export function nestedSchemaVersion(
  what: 'components' | 'models' | 'relationships',
  generation: WrittenGeneration,
): string {
  return `${what}.meshery.io/${NESTED_VERSION[generation]}`;
}

/** A component that no file of Meshery brought along, with all that its schema asks for. */
export function newComponent(
  component: Component,
  generation: WrittenGeneration,
): Record<string, unknown> {
  const { apiVersion, kind, annotation, configuration } = component;
  return {
    id: uuidOf(component.id),
    schemaVersion: nestedSchemaVersion('components', generation),
    version: DEFINITION_VERSION,
    displayName: displayNameOf(component),
    description: component.note ?? '',
    format: 'JSON',
    model: modelOf(component, generation),
    ...(generation === 'v1beta3' && {
      modelReference: modelReferenceOf(component),
    }),
    styles: stylesOf(component),
    capabilities: [],
    status: 'enabled',
    metadata: {
      genealogy: '',
      isAnnotation: annotation,
      isNamespaced: !annotation && isNamespaced(component),
      published: false,
      instanceDetails: null,
      configurationUISchema: '',
    },
    configuration,
    component: { version: apiVersion, kind, schema: '' },
    ...(generation === 'v1beta3' && {
      createdAt: NO_DATE,
      updatedAt: NO_DATE,
    }),
  };
}

export function displayNameOf({ title, configuration, id }: Component): string {
  return title ?? nameOf(configuration).name ?? id;
}

/** What says which model a component is of, where a copy of the model is not asked for. */
export function modelReferenceOf(component: Component) {
  const { name, displayName, version } = modelNames(component);
  return {
    id: uuidOf(`model:${name}`),
    name,
    displayName,
    version: DEFINITION_VERSION,
    model: { version },
    registrant: { kind: 'meshplane' },
  };
}

/** Looks that the canvas of this project knows; anything else is left to Meshery. */
export function stylesOf({ layout }: Component): Record<string, unknown> {
  if (!layout) return {};
  const { x, y, shape, color, width, height } = layout;
  return {
    ...(x !== undefined && y !== undefined && { position: { x, y } }),
    ...(shape !== undefined && { shape }),
    ...(color !== undefined && { primaryColor: color }),
    ...(width !== undefined && { width }),
    ...(height !== undefined && { height }),
  };
}

function modelOf(
  component: Component,
  generation: WrittenGeneration,
): Record<string, unknown> {
  const { name, displayName, version } = modelNames(component);
  const isOld = generation === 'v1beta1';
  return {
    id: uuidOf(`model:${name}`),
    schemaVersion: nestedSchemaVersion('models', generation),
    version: DEFINITION_VERSION,
    name,
    displayName,
    description: '',
    status: 'enabled',
    registrant: {
      id: NIL,
      name: 'Meshplane',
      kind: 'meshplane',
      type: 'registry',
      status: 'registered',
      ...(isOld
        ? { sub_type: '', credential_id: NIL, user_id: NIL }
        : { subType: '', credentialId: NIL, userId: NIL }),
    },
    ...(isOld
      ? { connection_id: NIL, components_count: 0, relationships_count: 0 }
      : {
          registrantId: NIL,
          categoryId: NIL,
          componentsCount: 0,
          relationshipsCount: 0,
        }),
    category: { id: NIL, name: 'Uncategorized' },
    subCategory: 'Uncategorized',
    metadata: {
      isAnnotation: component.annotation,
      svgColor: '',
      svgWhite: '',
    },
    model: { version },
  };
}

/** Names of models are lower case with dashes, and titles letters and digits. */
function modelNames({ model, apiVersion }: Component) {
  const group = apiVersion.includes('/') ? apiVersion.split('/')[0] : '';
  const isOwn =
    group === '' || !group.includes('.') || group.endsWith('.k8s.io');
  const name = slugOf(model?.name ?? (isOwn ? 'kubernetes' : group), 'unknown');
  return {
    name,
    displayName: name
      .split('-')
      .map(word => word.charAt(0).toUpperCase() + word.slice(1))
      .join(' '),
    version: model?.version ?? '',
  };
}
