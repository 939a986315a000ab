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

import type { Component, Design, EnvironmentOverlay } from '../model/design';
import type { ImportMessage } from '../model/report';
import { isDictionary } from '../importers/Importer';
import { isNamespaced, type ScopeOf } from '../objects/scope';
import { applyJsonPatch } from '../patch/applyJsonPatch';
import type { DesignChange } from './applyParameters';

/** @public */
export interface ApplyEnvironmentOptions {
  /** Whether kinds live in namespaces, from a registry or a cluster. */
  scopeOf?: ScopeOf;
}

/**
 * The design as it is in one of its environments: without what is left out there, with its patches, in its namespace,
 * and with its values as the defaults of the parameters, which {@link applyParameters} then sets. Environments are
 * resolved by it, so that the result has none.
 *
 * @public
 */
export function applyEnvironment(
  design: Design,
  name: string,
  options: ApplyEnvironmentOptions = {},
): DesignChange {
  const overlay = design.environments.find(one => one.name === name);
  if (!overlay) {
    const names = design.environments.map(one => `"${one.name}"`).join(', ');
    return {
      errors: [
        {
          path: 'environments',
          message: `The design has no environment "${name}"; it has ${
            names || 'none'
          }`,
        },
      ],
    };
  }
  const errors: ImportMessage[] = [
    ...unknownNames(design, overlay),
    ...unknownComponents(design, overlay),
  ];
  const without = new Set(overlay.without);
  const kept = design.components.filter(({ id }) => !without.has(id));
  const components = kept.map(component => {
    const patched = patchedBy(component, overlay, errors);
    return inNamespace(patched, overlay.namespace, options.scopeOf);
  });
  if (errors.length > 0) return { errors };
  return {
    design: withoutComponents(
      {
        ...design,
        components,
        parameters: design.parameters.map(one =>
          Object.hasOwn(overlay.parameters, one.name)
            ? { ...one, default: overlay.parameters[one.name] }
            : one,
        ),
        environments: [],
      },
      without,
    ),
    errors: [],
  };
}

/** What leads to components that are gone is gone, too. */
function withoutComponents(design: Design, gone: ReadonlySet<string>): Design {
  return {
    ...design,
    relationships: design.relationships.filter(
      ({ from, to }) => !gone.has(from) && !gone.has(to),
    ),
    notes: design.notes.filter(
      ({ component }) => component === undefined || !gone.has(component),
    ),
    parameters: design.parameters.map(parameter => ({
      ...parameter,
      targets: parameter.targets.filter(
        ({ component }) => !gone.has(component),
      ),
    })),
  };
}

function patchedBy(
  component: Component,
  { name, patches }: EnvironmentOverlay,
  errors: ImportMessage[],
): Component {
  let configuration: unknown = component.configuration;
  for (const patch of patches.filter(one => one.component === component.id)) {
    const patched = applyJsonPatch(configuration, patch.operations);
    if ('error' in patched || !isDictionary(patched.value)) {
      errors.push({
        path: component.id,
        message: `The environment "${name}" cannot patch the component "${
          component.id
        }": ${
          'error' in patched
            ? patched.error
            : 'its configuration would be no object'
        }`,
      });
      return component;
    }
    configuration = patched.value;
  }
  return {
    ...component,
    configuration: configuration as Component['configuration'],
  };
}

function inNamespace(
  component: Component,
  namespace: string | undefined,
  scopeOf: ScopeOf | undefined,
): Component {
  const { configuration, annotation } = component;
  if (namespace === undefined || annotation) return component;
  if (!isNamespaced(component, scopeOf)) return component;
  const metadata = isDictionary(configuration.metadata)
    ? configuration.metadata
    : {};
  return {
    ...component,
    configuration: { ...configuration, metadata: { ...metadata, namespace } },
  };
}

function unknownNames(
  { parameters }: Design,
  overlay: EnvironmentOverlay,
): ImportMessage[] {
  const known = new Set(parameters.map(({ name }) => name));
  return Object.keys(overlay.parameters)
    .filter(name => !known.has(name))
    .map(name => ({
      path: name,
      message: `The environment "${overlay.name}" sets the parameter "${name}", which the design does not have`,
    }));
}

function unknownComponents(
  { components }: Design,
  overlay: EnvironmentOverlay,
): ImportMessage[] {
  const known = new Set(components.map(({ id }) => id));
  return [
    ...overlay.patches.map(({ component }) => component),
    ...overlay.without,
  ]
    .filter(id => !known.has(id))
    .map(id => ({
      path: id,
      message: `The environment "${overlay.name}" changes the component "${id}", which the design does not have`,
    }));
}
