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
import type { WebhookConfiguration } from '../model/objects';
import type { ObjectReader } from '../model/ObjectReader';
import { matchesMarkers, pattern } from './labels';
import { compare } from './references';

/** A webhook configuration that a rule of a definition recognises. */
export interface FoundWebhook {
  definition: MeshDefinition;
  /** Position of the rule in the definition. */
  rule: number;
  weight: number;
  configuration: WebhookConfiguration;
  /** Namespace of the service that answers; undefined for webhooks at a URL. */
  namespace?: string;
  revision?: string;
  /** Revision tag that this configuration stands for. */
  tag?: string;
}

export const WEBHOOK_KINDS = [
  'MutatingWebhookConfiguration.admissionregistration.k8s.io',
  'ValidatingWebhookConfiguration.admissionregistration.k8s.io',
] as const;

/** Finds the webhook configurations of all products; a configuration counts once per definition, for its first rule. */
export function findWebhooks(
  objects: ObjectReader,
  definitions: readonly MeshDefinition[],
): FoundWebhook[] {
  const found: FoundWebhook[] = [];
  for (const kind of WEBHOOK_KINDS)
    for (const configuration of objects.list(kind))
      for (const definition of definitions) {
        const webhook = recognise(definition, configuration);
        if (webhook) found.push(webhook);
      }
  return found.sort((a, b) =>
    compare(keyOf(a.configuration), keyOf(b.configuration)),
  );
}

function recognise(
  definition: MeshDefinition,
  configuration: WebhookConfiguration,
): FoundWebhook | undefined {
  const { labels } = configuration.metadata;
  const webhooks = configuration.webhooks ?? [];
  const rule = definition.detect.webhooks.findIndex(
    ({ labels: markers, name }) =>
      (markers !== undefined || name !== undefined) &&
      (markers === undefined || matchesMarkers(markers, labels)) &&
      (name === undefined || webhooks.some(w => pattern(name).test(w.name))),
  );
  if (rule === -1) return undefined;
  const { revisionLabel, tagLabel } = definition.detect.instance;
  return {
    definition,
    rule,
    weight: definition.detect.webhooks[rule].weight,
    configuration,
    namespace: webhooks.find(w => w.service)?.service?.namespace,
    revision: revisionLabel === undefined ? undefined : labels?.[revisionLabel],
    tag: tagLabel === undefined ? undefined : labels?.[tagLabel],
  };
}

function keyOf(configuration: WebhookConfiguration): string {
  return `${configuration.kind}/${configuration.metadata.name}`;
}
