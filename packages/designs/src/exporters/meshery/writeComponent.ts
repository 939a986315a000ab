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
import {
  isDictionary,
  textOf,
  type Dictionary,
} from '../../importers/Importer';
import { replacedIn, type Replaced } from '../../importers/meshery/asImported';
import {
  kindOf,
  layoutOf,
  modelOf,
} from '../../importers/meshery/readComponent';
import { isSame } from '../../relationships/setValue';
import { mesheryBag, type WrittenGeneration } from './generation';
import { newComponent, stylesOf } from './newComponent';
import { upgradeComponent } from './upgradeComponent';
import { uuidOf } from './uuid';

/**
 * A component in a design of Meshery. One that was read from the same generation is what it was, but for what was
 * changed since.
 *
 * @param isReferred - a relationship names it, so that it needs an id
 */
export function writeComponent(
  component: Component,
  generation: WrittenGeneration,
  isSameGeneration: boolean,
  isReferred: boolean,
): Record<string, unknown> {
  const bag = mesheryBag(component);
  if (!bag || !isDictionary(bag.component)) {
    return newComponent(component, generation);
  }
  if (!isSameGeneration) {
    return generation === 'v1beta3'
      ? upgradeComponent(component, bag)
      : newComponent(component, generation);
  }
  const replaced = replacedIn(component.preserved);
  return {
    ...bag,
    ...idOf(component, replaced, isReferred),
    ...titleOf(component, bag),
    ...(isSame(layoutOf(bag.styles).layout, component.layout)
      ? {}
      : {
          styles: {
            ...(isDictionary(bag.styles) ? bag.styles : {}),
            ...stylesOf(component),
          },
        }),
    ...modelIn(component, bag),
    ...annotationIn(component, bag),
    component: typeOf(component, bag.component),
    ...configurationOf(component, replaced),
  };
}

function idOf(
  { id }: Component,
  replaced: Replaced,
  isReferred: boolean,
): Dictionary {
  if (!replaced.id) return { id };
  if (isReferred) return { id: uuidOf(id) };
  return back('id', replaced.id);
}

function titleOf({ title }: Component, bag: Dictionary): Dictionary {
  return title === undefined || title === textOf(bag.displayName)
    ? {}
    : { displayName: title };
}

function typeOf({ apiVersion, kind }: Component, raw: Dictionary): Dictionary {
  return {
    ...raw,
    ...(kindOf(String(raw.kind)) !== kind && { kind }),
    ...((textOf(raw.version) ?? '') !== apiVersion && { version: apiVersion }),
  };
}

function modelIn({ model }: Component, bag: Dictionary): Dictionary {
  if (!model || isSame(modelOf(bag.model).model, model)) return {};
  const raw = isDictionary(bag.model) ? bag.model : {};
  const inner = isDictionary(raw.model) ? raw.model : {};
  return {
    model: {
      ...raw,
      name: model.name,
      ...(model.version !== undefined && {
        model: { ...inner, version: model.version },
      }),
    },
  };
}

/** Drawings of some models do not say that they are; then nothing is added. */
function annotationIn({ annotation }: Component, bag: Dictionary): Dictionary {
  const metadata = isDictionary(bag.metadata) ? bag.metadata : {};
  if (annotation || metadata.isAnnotation !== true) return {};
  return { metadata: { ...metadata, isAnnotation: false } };
}

/** The configuration without what only the import put in, unless somebody changed it since. */
function configurationOf(
  { configuration, title }: Component,
  replaced: Replaced,
): Dictionary {
  let body: Dictionary = configuration;
  if (replaced.name && isDictionary(body.metadata)) {
    const { name, ...rest } = body.metadata;
    if (name === title) {
      const metadata = { ...rest, ...back('name', replaced.name) };
      body = { ...body, metadata };
      if (replaced.metadata && Object.keys(metadata).length === 0) {
        const { metadata: _metadata, ...others } = body;
        body = { ...others, ...back('metadata', replaced.metadata) };
      }
    }
  }
  return replaced.configuration && Object.keys(body).length === 0
    ? back('configuration', replaced.configuration)
    : { configuration: body };
}

function back(key: string, { was }: { was?: unknown }): Dictionary {
  return was === undefined ? {} : { [key]: was };
}
