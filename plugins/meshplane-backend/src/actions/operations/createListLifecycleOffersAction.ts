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

import { NotFoundError } from '@backstage/errors';
import { lifecycleOfferListSchema } from '@meshplane/plugin-meshplane-common';
import { readOnly, type ActionOptions } from '../ActionOptions';

const MAX_VERSIONS = 10;
const MAX_INSTANCES = 20;

/** `meshplane:list-lifecycle-offers` */
export function createListLifecycleOffersAction({
  actionsRegistry,
  callRoute,
}: ActionOptions) {
  actionsRegistry.register({
    name: 'list-lifecycle-offers',
    title: 'List what can be installed and upgraded',
    description: `Lists for a cluster which meshes and gateways can be installed, upgraded and configured, with presets, optional charts, the ${MAX_VERSIONS} newest versions and why some of them do not suit the cluster, and what is installed.`,
    attributes: readOnly,
    schema: {
      input: z =>
        z.object({
          cluster: z.string().describe('Name of the cluster'),
          definition: z
            .string()
            .optional()
            .describe('Only this mesh or gateway, such as istio'),
        }),
      output: z =>
        z.object({
          helm: z.object({ ready: z.boolean(), message: z.string() }),
          offers: z.array(
            z.object({
              definition: z.string(),
              name: z.string(),
              kind: z.string(),
              support: z
                .string()
                .describe('managed, toggles-only or detect-only'),
              reason: z.string().optional(),
              presets: z.array(z.string()),
              components: z.array(z.string()),
              toggles: z.array(z.string()),
              canaryUpgrade: z.boolean(),
              versions: z.array(
                z.object({
                  version: z.string(),
                  support: z.string(),
                  recommended: z.boolean(),
                  reasons: z.array(z.string()),
                }),
              ),
              versionsError: z.string().optional(),
              instances: z.array(
                z.object({
                  mesh: z.string(),
                  version: z.string().optional(),
                  revision: z.string().optional(),
                  upgradeTo: z.string().optional(),
                  readOnly: z
                    .string()
                    .optional()
                    .describe('Why it is not changed from here'),
                }),
              ),
            }),
          ),
        }),
    },
    action: async ({ input: { cluster, definition }, credentials }) => {
      const { helm, items } = lifecycleOfferListSchema.parse(
        await callRoute('getLifecycle', { credentials, params: { cluster } }),
      );
      const wanted = items.filter(
        item => definition === undefined || item.definition === definition,
      );
      if (definition !== undefined && wanted.length === 0)
        throw new NotFoundError(
          `No mesh or gateway "${definition}"; there are ${items
            .map(item => `"${item.definition}"`)
            .join(', ')}`,
        );
      const offers = wanted.map(offer => ({
        definition: offer.definition,
        name: offer.displayName,
        kind: offer.kind,
        support: offer.support,
        reason: offer.reason,
        presets: offer.presets.map(({ id }) => id),
        components: offer.components.map(({ name }) => name),
        toggles: offer.toggles.map(({ id }) => id),
        canaryUpgrade: offer.canaryUpgrade,
        versions: offer.versions
          .slice(0, MAX_VERSIONS)
          .map(({ version, support, recommended, reasons }) => ({
            version,
            support,
            recommended,
            reasons,
          })),
        versionsError: offer.versionsError,
        instances: offer.instances.slice(0, MAX_INSTANCES),
      }));
      const { ready, message } = helm;
      return { output: { helm: { ready, message }, offers } };
    },
  });
}
