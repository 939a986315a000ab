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

import type { MeshDefinition } from '../model/definition';
import type { FoundComponent } from './components';
import { compare } from './references';
import type { FoundWebhook } from './webhooks';

/** An installation in the making: what was found of one control plane and its revision. */
export interface Draft {
  definition: MeshDefinition;
  namespace?: string;
  revision?: string;
  tags: string[];
  components: FoundComponent[];
  webhooks: FoundWebhook[];
}

/**
 * Sorts what was found of one product into installations. Each pair of namespace and revision with a control plane is
 * one. What there is once in a cluster is listed with each of them; the other parts are given to the installation in
 * their namespace or of their revision.
 *
 * @param claimed - webhook configurations that belong to a control plane of some product; only the others may stand for
 *   a control plane that is not visible
 */
export function draftsOf(
  definition: MeshDefinition,
  components: readonly FoundComponent[],
  webhooks: readonly FoundWebhook[],
  claimed: ReadonlySet<FoundWebhook['configuration']>,
): Draft[] {
  const drafts = new Map<string, Draft>();
  const { defaultRevision } = definition.detect.instance;
  const draftFor = (namespace?: string, revision = defaultRevision) => {
    const key = `${namespace ?? ''}/${revision ?? ''}`;
    let draft = drafts.get(key);
    if (!draft) {
      draft = {
        definition,
        namespace,
        revision,
        tags: [],
        components: [],
        webhooks: [],
      };
      drafts.set(key, draft);
    }
    return draft;
  };

  const anchors = anchorsOf(components);
  for (const component of anchors)
    draftFor(component.namespace, component.revision).components.push(
      component,
    );
  // Where a part is required, webhooks without it are leftovers.
  const standAlone = (definition.detect.requires ?? []).length === 0;
  const orphans: FoundWebhook[] = [];
  for (const webhook of webhooks) {
    const owners = ownersOf([...drafts.values()], webhook, true);
    for (const owner of owners) attach(owner, webhook);
    if (
      owners.length === 0 &&
      standAlone &&
      !claimed.has(webhook.configuration)
    )
      orphans.push(webhook);
  }
  for (const orphan of orphans)
    attach(draftFor(orphan.namespace, orphan.revision), orphan);
  const all = [...drafts.values()];
  for (const component of components)
    if (!anchors.includes(component))
      for (const owner of component.rule.perCluster
        ? all
        : ownersOf(all, component, false))
        owner.components.push(component);
  return all.sort((a, b) =>
    compare(
      `${a.namespace ?? ''}/${a.revision ?? ''}`,
      `${b.namespace ?? ''}/${b.revision ?? ''}`,
    ),
  );
}

/** The webhook configurations that have a control plane, of whatever product. */
export function claimedWebhooks(
  components: readonly FoundComponent[],
  webhooks: readonly FoundWebhook[],
): Set<FoundWebhook['configuration']> {
  const claimed = new Set<FoundWebhook['configuration']>();
  const controlPlanes = components.filter(c => c.rule.role === 'control-plane');
  for (const webhook of webhooks) {
    const hasControlPlane = controlPlanes.some(
      c => c.namespace === webhook.namespace && sameRevision(c, webhook),
    );
    if (hasControlPlane) claimed.add(webhook.configuration);
  }
  return claimed;
}

/**
 * The components of one definition that make an installation: its control planes or, where none is found, the required
 * parts that there are once in a cluster (a control plane may run elsewhere).
 */
export function anchorsOf(
  components: readonly FoundComponent[],
): FoundComponent[] {
  const controlPlanes = components.filter(c => c.rule.role === 'control-plane');
  if (controlPlanes.length > 0) return controlPlanes;
  return components.filter(
    ({ rule, definition }) =>
      definition.detect.requires?.includes(rule.id) ?? true,
  );
}

function attach(draft: Draft, webhook: FoundWebhook) {
  draft.webhooks.push(webhook);
  if (webhook.tag !== undefined && !draft.tags.includes(webhook.tag))
    draft.tags.push(webhook.tag);
}

/** @param sameNamespaceOnly - a webhook points at one namespace; a gateway may serve from another than its control plane */
function ownersOf(
  drafts: readonly Draft[],
  part: { namespace?: string; revision?: string },
  sameNamespaceOnly: boolean,
): readonly Draft[] {
  const fits = (draft: Draft) =>
    part.revision === undefined ||
    part.revision === draft.revision ||
    draft.tags.includes(part.revision);
  const inNamespace = drafts.filter(
    d => d.namespace === part.namespace && fits(d),
  );
  if (inNamespace.length > 0) return ofDefaultRevision(inNamespace, part);
  if (sameNamespaceOnly && part.namespace !== undefined) return [];
  return ofDefaultRevision(drafts.filter(fits), part);
}

/** What names no revision belongs to the default one, where there is one. */
function ofDefaultRevision(
  drafts: readonly Draft[],
  { revision }: { revision?: string },
): readonly Draft[] {
  const standard = drafts.filter(({ definition, tags, ...draft }) => {
    const { defaultRevision } = definition.detect.instance;
    return (
      defaultRevision !== undefined &&
      (draft.revision === defaultRevision || tags.includes(defaultRevision))
    );
  });
  return revision === undefined && standard.length > 0 ? standard : drafts;
}

function sameRevision(
  component: FoundComponent,
  webhook: FoundWebhook,
): boolean {
  if (webhook.revision === undefined) return true;
  const { defaultRevision } = component.definition.detect.instance;
  return (component.revision ?? defaultRevision) === webhook.revision;
}
