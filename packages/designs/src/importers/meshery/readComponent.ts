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
import type { ComponentIds } from '../../objects/ComponentIds';
import type { TextDocument } from '../../text/readDocuments';
import { isDictionary, textOf, type Dictionary } from '../Importer';
import type { ImportLog } from '../ImportLog';
import { mendBlankKeys } from './blankKeys';
import { asImported, type Replaced } from './asImported';
import { MESHERY_BAG } from './generations';
import { withoutAccessData } from './registrant';

/** Models whose kinds are parts of a drawing. */
const DRAWING_MODELS = new Set([
  'meshery-core',
  'meshery-shapes',
  'meshery-design',
]);
const NIL = '00000000-0000-0000-0000-000000000000';

/**
 * A component of a Meshery design; undefined after an error was noted.
 *
 * @param path - where it stands in the document
 */
export function readComponent(
  raw: unknown,
  document: TextDocument,
  path: readonly (string | number)[],
  { ids, log }: { ids: ComponentIds; log: ImportLog },
): Component | undefined {
  const complain = (message: string, ...more: (string | number)[]) => {
    const place = [...path, ...more];
    log.error({ line: document.lineOf(place), path: place.join('.'), message });
    return undefined;
  };
  if (!isDictionary(raw)) return complain('A component is an object');
  const { component } = raw;
  if (!isDictionary(component) || typeof component.kind !== 'string') {
    return complain('The component says no "component.kind"');
  }
  if (
    raw.configuration !== undefined &&
    raw.configuration !== null &&
    !isDictionary(raw.configuration)
  ) {
    return complain(
      '"configuration" of a component is an object',
      'configuration',
    );
  }
  const { model, stripped } = withoutAccessData(raw.model);
  log.stripped(stripped);
  const { value: configuration, mended } = mendBlankKeys(
    raw.configuration ?? {},
  );
  if (mended > 0) {
    log.warn({
      line: document.lineOf([...path, 'configuration']),
      path: [...path, 'configuration'].join('.'),
      message: `${mended} keys with blanks, such as "match Labels", were mended`,
    });
  }
  const kind = kindOf(component.kind);
  const apiVersion = textOf(component.version) ?? '';
  const bag = bagOf(raw, model);
  log.preserved(Object.keys(bag).length);
  const displayName = textOf(raw.displayName);
  const annotation = isAnnotation(raw);
  const id = idOf(raw, kind, ids);
  const replaced: Replaced = {};
  if (raw.id !== id) replaced.id = was(raw, 'id');
  if (!isDictionary(raw.configuration)) {
    replaced.configuration = was(raw, 'configuration');
  }
  return {
    id,
    apiVersion,
    kind,
    ...modelOf(model),
    ...(displayName !== undefined && { title: displayName }),
    configuration: named(
      configuration as Dictionary,
      displayName,
      annotation,
      replaced,
    ),
    annotation,
    ...(annotation
      ? (log.taken(apiVersion, kind), { opaque: false })
      : log.taken(apiVersion, kind)),
    ...layoutOf(raw.styles),
    preserved: { [MESHERY_BAG]: bag, ...asImported(replaced) },
  };
}

/** What the file says at a key, to be given back on export. */
function was(raw: Dictionary, key: string): { was?: unknown } {
  return key in raw ? { was: raw[key] } : {};
}

/** Early versions put the registry behind the kind, and templates leave it out. */
export function kindOf(kind: string): string {
  return kind.replace(/\.K8s$/, '') || 'Unnamed';
}

/** The id stays, so that relationships still lead to it; nil stands for none. */
function idOf(raw: Dictionary, kind: string, ids: ComponentIds): string {
  const id = textOf(raw.id);
  return id !== undefined && id !== NIL
    ? ids.keep(id)
    : ids.of([kind, textOf(raw.displayName)]);
}

function isAnnotation(raw: Dictionary): boolean {
  const metadata = isDictionary(raw.metadata) ? raw.metadata : {};
  const model = isDictionary(raw.model) ? raw.model : {};
  return (
    metadata.isAnnotation === true || DRAWING_MODELS.has(String(model.name))
  );
}

/** Name and version of a model. */
export function modelOf(model: unknown): Pick<Component, 'model'> {
  if (!isDictionary(model)) return {};
  const name = textOf(model.name);
  if (name === undefined) return {};
  const version = isDictionary(model.model)
    ? textOf(model.model.version)
    : undefined;
  return { model: { name, ...(version !== undefined && { version }) } };
}

/** Objects of Kubernetes need a name; Meshery takes the one that is shown where the configuration has none. */
function named(
  configuration: Dictionary,
  displayName: string | undefined,
  annotation: boolean,
  replaced: Replaced,
): Dictionary {
  const metadata = isDictionary(configuration.metadata)
    ? configuration.metadata
    : {};
  const hasName =
    textOf(metadata.name) !== undefined ||
    textOf(metadata.generateName) !== undefined;
  if (annotation || hasName || displayName === undefined) return configuration;
  if (!isDictionary(configuration.metadata)) {
    replaced.metadata = was(configuration, 'metadata');
  }
  replaced.name = was(metadata, 'name');
  return { ...configuration, metadata: { ...metadata, name: displayName } };
}

/** Place and looks that Meshery's styles say. */
export function layoutOf(styles: unknown): Pick<Component, 'layout'> {
  if (!isDictionary(styles) || !isDictionary(styles.position)) return {};
  const { x, y } = styles.position;
  const shape = textOf(styles.shape);
  const color = textOf(styles.primaryColor);
  return typeof x === 'number' && typeof y === 'number'
    ? { layout: { x, y, ...(shape && { shape }), ...(color && { color }) } }
    : {};
}

/** Everything of the component that the model does not hold as it is. */
function bagOf(raw: Dictionary, model: unknown): Dictionary {
  const { id: _id, configuration: _configuration, ...rest } = raw;
  return { ...rest, ...(model !== undefined && { model }) };
}
