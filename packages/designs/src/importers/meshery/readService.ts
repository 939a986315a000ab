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
import { MESHERY_BAG } from './generations';
import { apiVersionOf, CLUSTER_KINDS, kindOfType } from './legacyKinds';

/** Version under which kinds go that only Meshery knew. */
const UNKNOWN_API = 'meshery.io/unknown';

/**
 * A service of a pattern; undefined after an error was noted.
 *
 * @param key - its name in the map of services
 */
export function readService(
  key: string,
  raw: unknown,
  document: TextDocument,
  path: readonly (string | number)[],
  { ids, log }: { ids: ComponentIds; log: ImportLog },
): Component | undefined {
  const complain = (message: string) => {
    log.error({ line: document.lineOf(path), path: path.join('.'), message });
    return undefined;
  };
  if (!isDictionary(raw)) return complain(`The service "${key}" is no object`);
  const type = textOf(raw.type);
  if (type === undefined)
    return complain(`The service "${key}" says no "type"`);
  const { kind, model } = kindOfType(type);
  const apiVersion =
    textOf(raw.apiVersion) ?? apiVersionOf(kind) ?? UNKNOWN_API;
  const { value: settings, mended } = mendBlankKeys(
    isDictionary(raw.settings) ? raw.settings : {},
  );
  if (mended > 0) {
    log.warn({
      line: document.lineOf([...path, 'settings']),
      path: path.join('.'),
      message: `${mended} keys with blanks, such as "match Labels", were mended`,
    });
  }
  const ui = uiOf(raw);
  const annotation = raw.isAnnotation === true || ui.annotation;
  const name = textOf(raw.name) ?? key;
  const known = log.taken(apiVersion, kind);
  log.preserved(1);
  return {
    id:
      ui.id === undefined
        ? ids.of([kind, textOf(raw.namespace), name])
        : ids.keep(ui.id),
    apiVersion,
    kind,
    ...modelOf(raw, model),
    title: name,
    configuration: configurationOf(
      raw,
      kind,
      name,
      settings as Dictionary,
      annotation,
    ),
    annotation,
    opaque: !annotation && (known.opaque || apiVersion === UNKNOWN_API),
    ...ui.layout,
    preserved: { [MESHERY_BAG]: { key, service: raw } },
  };
}

function modelOf(
  raw: Dictionary,
  suffix: string | undefined,
): Pick<Component, 'model'> {
  const name = textOf(raw.model) ?? suffix;
  const version = textOf(raw.version);
  return name === undefined
    ? {}
    : { model: { name, ...(version && { version }) } };
}

function configurationOf(
  raw: Dictionary,
  kind: string,
  name: string,
  settings: Dictionary,
  annotation: boolean,
): Dictionary {
  if (annotation) return settings;
  const { metadata, ...body } = settings;
  const own = isDictionary(metadata) ? metadata : {};
  const namespace = textOf(raw.namespace);
  return {
    metadata: {
      ...own,
      name: textOf(own.name) ?? name,
      ...(namespace && !CLUSTER_KINDS.has(kind) && { namespace }),
      ...merged('labels', raw, own),
      ...merged('annotations', raw, own),
    },
    ...bodyOf(raw, body),
  };
}

/** The first patterns wrote what belongs into `spec` of a mesh's object beside its name. */
function bodyOf(raw: Dictionary, body: Dictionary): Dictionary {
  const { model } = kindOfType(String(raw.type));
  const isBare =
    model !== undefined && model !== 'kubernetes' && !('spec' in body);
  if (!isBare || Object.keys(body).length === 0) return body;
  const { name: _name, namespace: _namespace, ...spec } = body;
  return { spec };
}

function merged(
  field: 'labels' | 'annotations',
  raw: Dictionary,
  own: Dictionary,
): Dictionary {
  const all = {
    ...(isDictionary(own[field]) ? own[field] : {}),
    ...(isDictionary(raw[field]) ? raw[field] : {}),
  };
  return Object.keys(all).length === 0 ? {} : { [field]: all };
}

/** What the canvas of Meshery noted: id, place, and whether it only drew something. */
function uiOf(raw: Dictionary): {
  id?: string;
  annotation: boolean;
  layout: Pick<Component, 'layout'>;
} {
  const traits = isDictionary(raw.traits) ? raw.traits : {};
  const ui = isDictionary(traits.meshmap) ? traits.meshmap : {};
  const metadata = isDictionary(ui['meshmodel-metadata'])
    ? ui['meshmodel-metadata']
    : {};
  const position = isDictionary(ui.position) ? ui.position : {};
  const { posX, posY } = position;
  return {
    id: textOf(ui.id),
    annotation: metadata.isAnnotation === true,
    layout:
      typeof posX === 'number' && typeof posY === 'number'
        ? { layout: { x: posX, y: posY } }
        : {},
  };
}
