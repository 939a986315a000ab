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

import type { RunDetail } from '@meshplane/plugin-meshplane-common';
import { Facts } from '../../layout/Facts';
import { Section } from '../../layout/Section';
import { Notes } from '../parts/Notes';

type Environment = NonNullable<RunDetail['environment']>;

const mtlsWords: Record<Environment['mtls'], string> = {
  strict: 'strict',
  permissive: 'permissive',
  off: 'off',
  unknown: 'not known',
};

function meshText(mesh: Environment['meshes'][number]): string {
  return [
    mesh.product,
    mesh.version,
    mesh.mode && `(${mesh.mode})`,
    mesh.proxyVersions.length > 0 && `proxies ${mesh.proxyVersions.join(', ')}`,
  ]
    .filter(Boolean)
    .join(' ');
}

function nodeText(
  node: NonNullable<Environment['cluster']>['nodes'][number],
): string {
  const facts = [
    node.machine,
    node.cpu && `${node.cpu} CPU`,
    node.memory,
    node.kernel && `kernel ${node.kernel}`,
    node.runtime,
  ].filter(Boolean);
  return facts.length > 0 ? `${node.name}: ${facts.join(', ')}` : node.name;
}

function Lines(props: { items: string[] }) {
  return (
    <>
      {props.items.map(item => (
        <div key={item}>{item}</div>
      ))}
    </>
  );
}

/** What the numbers depend on beside the code. */
export function EnvironmentSection(props: { environment: Environment }) {
  const { cluster, meshes, filters, mtls, images, generator, unknown } =
    props.environment;
  const lines = (items: string[]) =>
    items.length > 0 ? <Lines items={items} /> : undefined;
  return (
    <Section
      title="Environment"
      subtitle="Recorded with the run; two results of different environments are not the same experiment"
    >
      <Facts
        items={[
          { name: 'Cluster', value: cluster?.name },
          { name: 'Kubernetes', value: cluster?.kubernetesVersion },
          { name: 'Nodes', value: lines((cluster?.nodes ?? []).map(nodeText)) },
          {
            name: 'Mesh',
            value: lines(meshes.map(meshText)) ?? 'none in the path',
          },
          { name: 'mTLS', value: mtlsWords[mtls] },
          {
            name: 'Filters in the path',
            value: lines(filters) ?? 'none',
          },
          {
            name: 'Images of the target',
            value: lines(
              images.map(image =>
                [
                  `${image.container}: ${image.image}`,
                  image.digest && `${image.digest.slice(0, 19)}…`,
                ]
                  .filter(Boolean)
                  .join(' '),
              ),
            ),
          },
          {
            name: 'Generator',
            value: [
              generator.name,
              generator.version,
              `on ${generator.host}`,
              generator.node && `(${generator.node})`,
              generator.cpus && `with ${generator.cpus} CPU`,
            ]
              .filter(Boolean)
              .join(' '),
          },
        ]}
      />
      <Notes label="Not known" items={unknown} />
    </Section>
  );
}
