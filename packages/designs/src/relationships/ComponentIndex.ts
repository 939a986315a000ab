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

import type { Component } from '../model/design';
import { textAt } from '../objects/reading';
import { podTemplateOf, type PodTemplate } from '../objects/podTemplate';

/** Namespace of objects that say none. */
export const DEFAULT_NAMESPACE = 'default';

/** A component with what rules ask it for again and again. */
export interface Indexed {
  component: Component;
  id: string;
  kind: string;
  /** API group; empty for the core. */
  group: string;
  name?: string;
  namespace: string;
  pods?: PodTemplate;
}

/** The deployable components of a design, found by kind and name. */
export class ComponentIndex {
  readonly all: readonly Indexed[];
  readonly #byKind = new Map<string, Indexed[]>();
  readonly #byName = new Map<string, Indexed[]>();
  readonly #pods: Indexed[];

  constructor(components: readonly Component[]) {
    this.all = components
      .filter(({ annotation }) => !annotation)
      .map(indexed)
      .sort((a, b) => (a.id < b.id ? -1 : 1));
    for (const one of this.all) {
      push(this.#byKind, one.kind, one);
      if (one.name !== undefined)
        push(this.#byName, `${one.kind}/${one.name}`, one);
    }
    this.#pods = this.all.filter(({ pods }) => pods !== undefined);
  }

  ofKind(...kinds: readonly string[]): Indexed[] {
    return kinds.flatMap(kind => this.#byKind.get(kind) ?? []);
  }

  /** Components of a kind and name; of one namespace unless the kind has none. */
  named(kind: string, name: string, namespace?: string): Indexed[] {
    const found = this.#byName.get(`${kind}/${name}`) ?? [];
    return namespace === undefined
      ? found
      : found.filter(one => one.namespace === namespace);
  }

  /** Workloads and pods, of one namespace or of all. */
  workloads(namespace?: string): Indexed[] {
    return namespace === undefined
      ? this.#pods
      : this.#pods.filter(one => one.namespace === namespace);
  }
}

function indexed(component: Component): Indexed {
  const slash = component.apiVersion.indexOf('/');
  return {
    component,
    id: component.id,
    kind: component.kind,
    group: slash < 0 ? '' : component.apiVersion.slice(0, slash),
    name: textAt(component.configuration, 'metadata', 'name'),
    namespace:
      textAt(component.configuration, 'metadata', 'namespace') ??
      DEFAULT_NAMESPACE,
    pods: podTemplateOf(component),
  };
}

function push(map: Map<string, Indexed[]>, key: string, one: Indexed): void {
  const list = map.get(key);
  if (list) list.push(one);
  else map.set(key, [one]);
}
