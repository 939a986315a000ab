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

import {
  designSchema,
  type Component,
  type Design,
  type Relationship,
} from '../model/design';
import { objectsAt, textAt } from '../objects/reading';
import { evaluate } from '../relationships/evaluate';
import { kindRank } from './kindRank';

/** Why one component is applied before another. @public */
export interface OrderEdge {
  /** Applied first. */
  before: string;
  after: string;
  reason: string;
}

/** @public */
export interface DeployOrder {
  /** Ids of components; those of one wave do not wait for each other. */
  waves: string[][];
  edges: OrderEdge[];
  /** Components that wait for each other in a circle; the edges that were given up for the order to exist. */
  cycles: { components: string[]; given: OrderEdge[] }[];
}

/** Relationships in which the second component has to be there first. */
const TARGET_FIRST = new Set([
  'inventory',
  'definition',
  'mount',
  'permission',
  'reference',
  'network',
]);

const EMPTY = designSchema.parse({ name: 'order' });
const FIRST_KINDS = new Set(['Namespace', 'CustomResourceDefinition']);

/**
 * The order in which the components of a design are applied: an edge where a relationship asks for it, with the reason;
 * the usual order of kinds inside of what relationships leave open. Remove in the opposite order.
 * @public
 */
export function deployOrder(
  design: Pick<Design, 'components' | 'relationships'>,
): DeployOrder {
  const components = design.components.filter(({ annotation }) => !annotation);
  const edges = edgesOf(components, design.relationships);
  const { waves, cycles } = layers(components, edges);
  return { waves, edges, cycles };
}

function edgesOf(
  components: readonly Component[],
  relationships: readonly Relationship[],
): OrderEdge[] {
  const known = new Set(components.map(({ id }) => id));
  // Everything lies in a namespace or is of a kind: neither ever waits for what is in it.
  const first = new Set(
    components.filter(({ kind }) => FIRST_KINDS.has(kind)).map(({ id }) => id),
  );
  const edges = new Map<string, OrderEdge>();
  const add = (before: string, after: string, reason: string) => {
    if (before === after || first.has(after)) return;
    if (!known.has(before) || !known.has(after)) return;
    edges.set(`${before} ${after}`, { before, after, reason });
  };
  for (const { from, to, status, subType, explanation } of relationships) {
    if (status !== 'approved' || !TARGET_FIRST.has(subType)) continue;
    add(
      to,
      from,
      explanation ? `"${from}": ${explanation}` : `"${from}" needs it`,
    );
  }
  for (const { rule, routes } of subsets(components)) {
    for (const route of routes) {
      add(
        rule,
        route,
        'requests to a subset fail until the DestinationRule is there',
      );
    }
  }
  return [...edges.values()].sort((a, b) =>
    `${a.before} ${a.after}` < `${b.before} ${b.after}` ? -1 : 1,
  );
}

/** DestinationRules and the VirtualServices that lead to subsets of the same host. */
function subsets(components: readonly Component[]) {
  const routes = components.filter(({ kind }) => kind === 'VirtualService');
  return components
    .filter(({ kind }) => kind === 'DestinationRule')
    .map(({ id, configuration }) => {
      const host = textAt(configuration, 'spec', 'host');
      return {
        rule: id,
        routes: routes
          .filter(route => leadsToSubset(route, host))
          .map(route => route.id),
      };
    });
}

function leadsToSubset(
  { configuration }: Component,
  host: string | undefined,
): boolean {
  return ['http', 'tls', 'tcp'].some(protocol =>
    objectsAt(configuration, 'spec', protocol).some(route =>
      objectsAt(route, 'route').some(
        target =>
          textAt(target, 'destination', 'host') === host &&
          textAt(target, 'destination', 'subset') !== undefined,
      ),
    ),
  );
}

/** Layers of a graph: each component comes after everything that it waits for. */
function layers(components: readonly Component[], edges: readonly OrderEdge[]) {
  const rank = new Map(components.map(({ id, kind }) => [id, kindRank(kind)]));
  const waitsFor = new Map<string, Map<string, OrderEdge>>(
    components.map(({ id }) => [id, new Map()]),
  );
  const followers = new Map<string, string[]>();
  for (const edge of edges) {
    waitsFor.get(edge.after)!.set(edge.before, edge);
    followers.set(edge.before, [
      ...(followers.get(edge.before) ?? []),
      edge.after,
    ]);
  }
  const open = new Set(components.map(({ id }) => id));
  const waves: string[][] = [];
  const cycles: DeployOrder['cycles'] = [];
  const free = (id: string) => waitsFor.get(id)!.size === 0;
  const release = (id: string) => {
    open.delete(id);
    for (const follower of followers.get(id) ?? [])
      waitsFor.get(follower)!.delete(id);
  };
  while (open.size > 0) {
    const ready = [...open].filter(free);
    if (ready.length === 0) {
      cycles.push(breakCycle(open, waitsFor, rank));
      continue;
    }
    const first = Math.min(...ready.map(id => rank.get(id)!));
    const wave = ready.filter(id => rank.get(id) === first).sort();
    wave.forEach(release);
    waves.push(wave);
  }
  return { waves, cycles };
}

/** Gives up what the component waits for that usually comes first, so that an order exists at all. */
function breakCycle(
  open: ReadonlySet<string>,
  waitsFor: Map<string, Map<string, OrderEdge>>,
  rank: ReadonlyMap<string, number>,
): DeployOrder['cycles'][number] {
  const components = circleOf(open, waitsFor);
  const [chosen] = [...components].sort(
    (a, b) => rank.get(a)! - rank.get(b)! || (a < b ? -1 : 1),
  );
  const given = [...waitsFor.get(chosen)!.values()].filter(({ before }) =>
    components.includes(before),
  );
  given.forEach(({ before }) => waitsFor.get(chosen)!.delete(before));
  return { components: [...components].sort(), given };
}

/** Follows what is waited for until somebody comes up again. */
function circleOf(
  open: ReadonlySet<string>,
  waitsFor: Map<string, Map<string, OrderEdge>>,
): string[] {
  const path: string[] = [];
  let here = [...open].sort()[0];
  while (!path.includes(here)) {
    path.push(here);
    [here] = [...waitsFor.get(here)!.keys()].sort();
  }
  return path.slice(path.indexOf(here));
}

/** Components in the order in which they are applied, by what they say of each other. */
export function inDeploymentOrder(
  components: readonly Component[],
): Component[] {
  const byId = new Map(components.map(one => [one.id, one]));
  const { design } = evaluate({
    ...EMPTY,
    // Whoever asks wants all of them, definitions that are never deployed too.
    components: components.map(one => ({ ...one, annotation: false })),
  });
  return deployOrder(design)
    .waves.flat()
    .flatMap(id => byId.get(id) ?? []);
}
