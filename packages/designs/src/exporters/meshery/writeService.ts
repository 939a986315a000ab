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
import { ImportLog } from '../../importers/ImportLog';
import { isDictionary, type Dictionary } from '../../importers/Importer';
import { mendBlankKeys } from '../../importers/meshery/blankKeys';
import { readService } from '../../importers/meshery/readService';
import { ComponentIds } from '../../objects/ComponentIds';
import { isSame } from '../../relationships/setValue';
import { mesheryBag } from './generation';
import { displayNameOf } from './newComponent';
import { uuidOf } from './uuid';

/** A service of a pattern; one that was read from a pattern is what it was, but for what was changed since. */
export function writeService(
  component: Component,
  isSameGeneration: boolean,
): Dictionary {
  const bag = mesheryBag(component) ?? {};
  if (!isSameGeneration || !isDictionary(bag.service)) {
    return newService(component);
  }
  const { settings, ...raw } = bag.service;
  const service =
    settings === undefined
      ? raw
      : { ...raw, settings: mendBlankKeys(settings).value };
  return isUnchanged(component, String(bag.key), bag.service)
    ? service
    : { ...raw, ...withoutUi(newService(component)), ...uiOf(component, raw) };
}

/** Reading the service again shows whether the component still is what it was. */
function isUnchanged(component: Component, key: string, raw: unknown): boolean {
  const again = readService(
    key,
    raw,
    { number: 1, line: 1, value: raw, lineOf: () => 1 },
    [],
    { ids: new ComponentIds(), log: new ImportLog() },
  );
  return (
    again !== undefined && isSame(comparable(again), comparable(component))
  );
}

function comparable(component: Component): unknown[] {
  const { apiVersion, kind, title, configuration } = component;
  const { annotation, layout, model } = component;
  return [apiVersion, kind, title, configuration, annotation, layout, model];
}

function newService(component: Component): Dictionary {
  const { apiVersion, kind, configuration, annotation, model } = component;
  const { metadata, ...body } = configuration;
  const { name, namespace, labels, annotations, ...rest } = isDictionary(
    metadata,
  )
    ? metadata
    : {};
  return {
    id: uuidOf(component.id),
    name: name ?? displayNameOf(component),
    type: kind,
    apiVersion,
    ...(namespace !== undefined && { namespace }),
    ...(model && { model: model.name }),
    ...(model?.version !== undefined && { version: model.version }),
    ...(annotation && { isAnnotation: true }),
    ...(labels !== undefined && { labels }),
    ...(annotations !== undefined && { annotations }),
    settings: annotation
      ? configuration
      : {
          ...(Object.keys(rest).length > 0 && { metadata: rest }),
          ...body,
        },
    ...uiOf(component, {}),
  };
}

function withoutUi({ traits: _traits, id: _id, ...rest }: Dictionary) {
  return rest;
}

/** Id and place on the canvas, within what was there already. */
function uiOf({ id, layout }: Component, raw: Dictionary): Dictionary {
  const traits = isDictionary(raw.traits) ? raw.traits : {};
  const ui = isDictionary(traits.meshmap) ? traits.meshmap : {};
  const hasPlace = layout?.x !== undefined && layout.y !== undefined;
  return {
    traits: {
      ...traits,
      meshmap: {
        ...ui,
        id: ui.id ?? uuidOf(id),
        ...(hasPlace && {
          position: {
            ...(isDictionary(ui.position) ? ui.position : {}),
            posX: layout.x,
            posY: layout.y,
          },
        }),
      },
    },
  };
}
