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

import type {
  CustomResourceDefinition,
  KubeObject,
  LabelSelector,
  Namespace,
  Node,
  Service,
  WebhookConfiguration,
} from '@meshplane/meshes';
import { projectConditions } from './conditions';
import type { ProjectionContext } from './metadata';
import {
  booleanOf,
  compact,
  isRaw,
  numberOf,
  rawObject,
  rawObjects,
  textOf,
  textsOf,
  type Raw,
} from './raw';

export function projectNamespace(raw: Raw, base: KubeObject): Namespace {
  return { ...base, status: { phase: textOf(rawObject(raw.status).phase) } };
}

export function projectNode(raw: Raw, base: KubeObject): Node {
  const spec = rawObject(raw.spec);
  const status = rawObject(raw.status);
  const info = rawObject(status.nodeInfo);
  const taints = rawObjects(spec.taints).map(taint => ({
    key: textOf(taint.key) ?? '',
    effect: textOf(taint.effect) ?? '',
  }));
  return {
    ...base,
    spec: compact<NonNullable<Node['spec']>>({
      unschedulable: booleanOf(spec.unschedulable),
      taints: taints.length ? taints : undefined,
    }),
    status: compact<NonNullable<Node['status']>>({
      conditions: projectConditions(status.conditions, 'with-times'),
      nodeInfo: compact({
        kubeletVersion: textOf(info.kubeletVersion),
        osImage: textOf(info.osImage),
        architecture: textOf(info.architecture),
        containerRuntimeVersion: textOf(info.containerRuntimeVersion),
      }),
    }),
  };
}

export function projectService(
  raw: Raw,
  base: KubeObject,
  { interner }: ProjectionContext,
): Service {
  const spec = rawObject(raw.spec);
  const ports = rawObjects(spec.ports).map(port =>
    compact({
      name: textOf(port.name),
      port: numberOf(port.port) ?? 0,
      targetPort: numberOf(port.targetPort) ?? textOf(port.targetPort),
      protocol: textOf(port.protocol),
      appProtocol: textOf(port.appProtocol),
    }),
  );
  return {
    ...base,
    spec: compact<Service['spec']>({
      type: interner.optionalText(textOf(spec.type)),
      clusterIP: textOf(spec.clusterIP),
      externalName: textOf(spec.externalName),
      selector: interner.optionalStructure(textsOf(spec.selector)),
      ports: ports.length ? interner.structure(ports) : undefined,
    }),
  };
}

export function projectCrd(
  raw: Raw,
  base: KubeObject,
): CustomResourceDefinition {
  const spec = rawObject(raw.spec);
  const names = rawObject(spec.names);
  const status = rawObject(raw.status);
  return {
    ...base,
    spec: {
      group: textOf(spec.group) ?? '',
      names: {
        kind: textOf(names.kind) ?? '',
        plural: textOf(names.plural) ?? '',
      },
      scope: textOf(spec.scope) ?? '',
      // Schemas stay behind: they are most of a CRD's size and nobody reads them.
      versions: rawObjects(spec.versions).map(version => ({
        name: textOf(version.name) ?? '',
        served: version.served === true,
        storage: version.storage === true,
      })),
    },
    status: compact<NonNullable<CustomResourceDefinition['status']>>({
      conditions: projectConditions(status.conditions, 'with-times'),
      storedVersions: Array.isArray(status.storedVersions)
        ? status.storedVersions.filter(
            (version): version is string => typeof version === 'string',
          )
        : undefined,
    }),
  };
}

export function projectWebhooks(
  raw: Raw,
  base: KubeObject,
): WebhookConfiguration {
  return {
    ...base,
    webhooks: rawObjects(raw.webhooks).map(webhook => {
      const client = rawObject(webhook.clientConfig);
      const service = isRaw(client.service) ? client.service : undefined;
      return compact<NonNullable<WebhookConfiguration['webhooks']>[number]>({
        name: textOf(webhook.name) ?? '',
        failurePolicy: textOf(webhook.failurePolicy),
        hasCaBundle: (textOf(client.caBundle) ?? '') !== '',
        service: service
          ? compact({
              namespace: textOf(service.namespace) ?? '',
              name: textOf(service.name) ?? '',
              path: textOf(service.path),
              port: numberOf(service.port),
            })
          : undefined,
        url: textOf(client.url),
        namespaceSelector: labelSelector(webhook.namespaceSelector),
        objectSelector: labelSelector(webhook.objectSelector),
      });
    }),
  };
}

function labelSelector(value: unknown): LabelSelector | undefined {
  if (!isRaw(value)) return undefined;
  const expressions = rawObjects(value.matchExpressions).map(expression =>
    compact({
      key: textOf(expression.key) ?? '',
      operator: textOf(expression.operator) ?? '',
      values: Array.isArray(expression.values)
        ? expression.values.filter(
            (one): one is string => typeof one === 'string',
          )
        : undefined,
    }),
  );
  return compact<LabelSelector>({
    matchLabels: textsOf(value.matchLabels),
    matchExpressions: expressions.length ? expressions : undefined,
  });
}
