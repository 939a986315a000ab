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

import { InputError } from '@backstage/errors';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import type { MeshSummary } from '@meshplane/plugin-meshplane-common';
import { clientFor, type ActionOptions } from '../client';
import { examples } from './describeMesh.examples';

/**
 * `meshplane:mesh:describe`: facts about a mesh that runs in a cluster, for later steps of a template.
 *
 * @public
 */
export function createDescribeMeshAction(options: ActionOptions) {
  return createTemplateAction({
    id: 'meshplane:mesh:describe',
    description:
      'Says which version of a mesh or gateway runs in a cluster, how healthy and how well supported it is, and how many workloads are on it',
    supportsDryRun: true,
    examples,
    schema: {
      input: {
        cluster: z => z.string().min(1).describe('Name of the cluster'),
        mesh: z =>
          z
            .string()
            .min(1)
            .describe(
              'Id of a mesh in this cluster, or of its definition (such as istio, linkerd, cilium) if there is only one of it',
            ),
      },
      output: {
        id: z => z.string().describe('Id of the mesh in its cluster'),
        name: z => z.string().describe('Name for people'),
        version: z => z.string().optional(),
        revision: z => z.string().optional(),
        namespace: z => z.string().optional(),
        health: z =>
          z.string().describe('healthy, degraded, unhealthy or unknown'),
        support: z =>
          z.string().describe('supported, ending, ended or unknown'),
        supportText: z => z.string().describe('The support state in words'),
        readOnly: z =>
          z.boolean().describe('Somebody else manages it, such as an operator'),
        workloads: z => z.number().describe('Workloads on this mesh'),
        pods: z => z.number().describe('Pods on this mesh'),
        coverage: z =>
          z
            .record(z.number())
            .describe('User workloads of the cluster by coverage state'),
      },
    },
    async handler(ctx) {
      const { cluster, mesh: wanted } = ctx.input;
      const api = clientFor(options, await ctx.getInitiatorCredentials());
      const { items } = await api.getFleet();
      const row = items.find(item => item.cluster === cluster);
      if (!row)
        throw new InputError(
          `No cluster "${cluster}"; there are ${listOf(
            items.map(item => item.cluster),
          )}`,
        );
      if (!row.snapshot || row.snapshot.completeness === 'loading')
        throw new InputError(
          `Cluster "${cluster}" has not been read yet: ${row.health.message}`,
        );
      if (row.snapshot.completeness === 'stale')
        ctx.logger.warn(
          `Cluster "${cluster}" cannot be reached at present (${row.health.message}); these facts are of ${row.snapshot.at}`,
        );

      const mesh = find(row.meshes, wanted, cluster);
      ctx.logger.info(
        `${mesh.displayName} ${
          mesh.version ?? 'of unknown version'
        } in "${cluster}": ${mesh.health}, ${mesh.support.text}, ${
          mesh.workloads
        } workloads`,
      );
      ctx.output('id', mesh.id);
      ctx.output('name', mesh.displayName);
      ctx.output('version', mesh.version);
      ctx.output('revision', mesh.revision);
      ctx.output('namespace', mesh.namespace);
      ctx.output('health', mesh.health);
      ctx.output('support', mesh.support.state);
      ctx.output('supportText', mesh.support.text);
      ctx.output('readOnly', mesh.readOnly);
      ctx.output('workloads', mesh.workloads);
      ctx.output('pods', mesh.pods);
      ctx.output('coverage', row.coverage);
    },
  });
}

function find(meshes: MeshSummary[], wanted: string, cluster: string) {
  const exact = meshes.find(mesh => mesh.id === wanted);
  if (exact) return exact;
  const ofDefinition = meshes.filter(mesh => mesh.definition === wanted);
  if (ofDefinition.length === 1) return ofDefinition[0];
  if (ofDefinition.length > 1)
    throw new InputError(
      `Cluster "${cluster}" runs "${wanted}" ${
        ofDefinition.length
      } times; name one of ${listOf(ofDefinition.map(mesh => mesh.id))}`,
    );
  throw new InputError(
    `No mesh "${wanted}" in cluster "${cluster}"; there are ${listOf(
      meshes.map(mesh => mesh.id),
    )}`,
  );
}

function listOf(names: string[]) {
  return names.length ? names.map(name => `"${name}"`).join(', ') : 'none';
}
