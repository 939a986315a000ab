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

import { getMeshDefinition, meshDefinitions } from '../../definitions';
import type { MeshDefinition } from '../../model/definition';
import type { NamespaceFacts } from '../model';
import { finding, isInstall, type PreflightRule } from './rule';

/** Rules about what is beside it on the cluster: other meshes, webhooks, the network. */

export const alreadyInstalled: PreflightRule = {
  id: 'already-installed',
  passes: 'It is not there yet',
  applies: isInstall,
  check({ definition, request, facts }) {
    if (!facts.meshes) return 'the meshes of the cluster are not known';
    const revision =
      ('revision' in request ? request.revision : undefined) ??
      definition.detect.instance.defaultRevision;
    return facts.meshes
      .filter(mesh => sameControlPlane(mesh.definition, definition))
      .filter(mesh => mesh.revision === revision)
      .map(mesh => {
        const evidence = [
          `${mesh.id}: ${mesh.version ?? 'version unknown'}`,
          mesh.management.text,
        ];
        if (mesh.definition === definition.id)
          return finding(
            'blocking',
            'already-installed',
            `${mesh.displayName} is there already`,
            'An install would take over what is there.',
            evidence,
            definition.operations.support === 'managed' &&
              definition.operations.revisions
              ? 'Upgrade it, or install another revision beside it.'
              : 'Upgrade it.',
          );
        return definition.detect.yieldsTo?.includes(mesh.definition)
          ? finding(
              'blocking',
              'already-installed',
              `${mesh.displayName} serves this mode as well`,
              'Its control plane also injects sidecars; an install in this mode would take its own mode away.',
              evidence,
              'Bring workloads onto the one that is there.',
            )
          : finding(
              'warning',
              'already-installed',
              `The control plane of ${mesh.displayName} is changed to serve both modes`,
              'Both modes run on one control plane: its release gets the values of the new mode.',
              evidence,
              'Give the values of the present release along if they are not the defaults.',
            );
      });
  },
};

/** Modes of one product run on the same control plane. */
function sameControlPlane(other: string, definition: MeshDefinition): boolean {
  if (other === definition.id) return true;
  const chart = definition.charts.map(c => `${c.repository}/${c.release}`);
  return (
    chart.length > 0 &&
    meshDefinitions
      .find(({ id }) => id === other)
      ?.charts.some(c => chart.includes(`${c.repository}/${c.release}`)) ===
      true
  );
}

export const otherMeshes: PreflightRule = {
  id: 'other-meshes',
  passes: 'No other mesh is in the way',
  applies: input => isInstall(input) && input.definition.kind === 'mesh',
  check({ definition, facts }) {
    if (!facts.meshes) return 'the meshes of the cluster are not known';
    const others = facts.meshes.filter(
      mesh =>
        mesh.kind === 'mesh' &&
        !sameControlPlane(mesh.definition, definition) &&
        // The network of the cluster is beside every mesh.
        mesh.mode !== 'node',
    );
    if (others.length === 0) return [];
    return [
      finding(
        'info',
        'other-meshes',
        `${others.map(m => m.displayName).join(', ')} ${
          others.length === 1 ? 'is' : 'are'
        } on the cluster as well`,
        'Two meshes run side by side as long as no namespace asks for both.',
        others.map(m => m.id),
        'Bring namespaces over one by one, from the migration assistant.',
      ),
    ];
  },
};

/** Which meshes the marks of a namespace ask for. @internal */
export function meshesAskedFor({
  labels = {},
  annotations = {},
}: NamespaceFacts): string[] {
  return meshDefinitions
    .filter(definition =>
      definition.onboard.some(rule => {
        if (rule.scope !== 'namespace') return false;
        const value = (rule.kind === 'label' ? labels : annotations)[rule.key];
        return (
          value !== undefined &&
          !rule.off.includes(value) &&
          (rule.on.includes(value) || rule.on.includes('*'))
        );
      }),
    )
    .map(({ id }) => id);
}

export const contradictingNamespaces: PreflightRule = {
  id: 'namespaces-of-two-meshes',
  passes: 'No namespace asks for two meshes',
  check({ definition, facts }) {
    if (definition.onboard.length === 0) return [];
    if (!facts.namespaces) return 'the namespaces are not known';
    const both = facts.namespaces
      .map(namespace => ({
        namespace: namespace.name,
        asked: meshesAskedFor(namespace),
      }))
      .filter(({ asked }) => asked.length > 1 && asked.includes(definition.id));
    if (both.length === 0) return [];
    return [
      finding(
        'blocking',
        'namespaces-of-two-meshes',
        `${both.length} namespaces ask for two meshes`,
        'Both would put a proxy into (or capture) the same pods.',
        both.map(
          ({ namespace, asked }) =>
            `${namespace}: ${asked
              .map(id => getMeshDefinition(id).displayName)
              .join(' and ')}`,
        ),
        'Remove the marks of one of them first.',
      ),
    ];
  },
};

export const failingWebhooks: PreflightRule = {
  id: 'failing-webhooks',
  passes: 'Every webhook that fails closed has somebody to answer',
  check({ definition, facts }) {
    if (!facts.webhooks) return 'the webhooks of the cluster are not known';
    return facts.webhooks
      .filter(
        w =>
          w.failurePolicy === 'Fail' &&
          w.service !== undefined &&
          w.readyEndpoints === 0,
      )
      .map(w => {
        const own = w.definition === definition.id;
        return finding(
          // Its own broken control plane is what the operation is there to repair.
          own ? 'warning' : 'blocking',
          `failing-webhooks:${w.configuration}/${w.name}`,
          `Webhook ${w.name} fails closed and nobody answers`,
          `Requests for ${
            w.resources?.join(', ') || 'its kinds'
          } are refused until it answers again.`,
          [
            `${w.kind} configuration ${w.configuration}`,
            `Service ${w.service!.namespace}/${
              w.service!.name
            }: no ready endpoint`,
          ],
          own
            ? 'Bring its control plane back, or go on if this operation does so.'
            : 'Bring its Service back, or remove the configuration if its product is gone.',
        );
      });
  },
};

export const networkPlugin: PreflightRule = {
  id: 'network-plugin',
  passes: 'The network plugin goes together with it',
  applies: input =>
    isInstall(input) &&
    (input.definition.mode === 'ambient' ||
      ('components' in input.request &&
        input.request.components?.some(name => /cni/.test(name)) === true)),
  check({ facts }) {
    const { cni } = facts;
    if (!cni) return 'the network plugin of the nodes is not known';
    const findings = [];
    if (cni.ciliumConfig?.['cni-exclusive'] === 'true')
      findings.push(
        finding(
          'blocking',
          'network-plugin',
          'Cilium removes every other plugin',
          'With cni.exclusive it renames the configuration of chained plugins, so that no pod is redirected.',
          ['cilium-config: cni-exclusive=true'],
          'Set cni.exclusive=false in the values of Cilium first.',
        ),
      );
    if (cni.ciliumConfig?.['kube-proxy-replacement'] === 'true')
      findings.push(
        finding(
          'warning',
          'network-plugin:socket-lb',
          "Cilium's load balancing in the socket hides Services from the mesh",
          'Connections leave the pod with the address of a pod, not of the Service, unless that is limited to the host namespace.',
          ['cilium-config: kube-proxy-replacement=true'],
          'Set socketLB.hostNamespaceOnly=true in the values of Cilium.',
        ),
      );
    for (const chained of cni.chained ?? [])
      if (chained.ready < chained.desired)
        findings.push(
          finding(
            'warning',
            `network-plugin:${chained.name}`,
            `${chained.name} does not run on every node`,
            'Pods that start there are not redirected.',
            [`ready: ${chained.ready} of ${chained.desired}`],
            'Bring it up on every node before workloads are moved.',
          ),
        );
    return findings;
  },
};

export const neighbourRules: PreflightRule[] = [
  alreadyInstalled,
  otherMeshes,
  contradictingNamespaces,
  failingWebhooks,
  networkPlugin,
];
