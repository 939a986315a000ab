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

import { endedOperations } from '../lifecycle/data/other-gateways';
import type { MeshDefinitionInput } from '../model/definition';
import { NO_PROXY, RENDERED, source, unknownSkew } from './facts';

const MIGRATION = 'aws.amazon.com/blogs/containers (App Mesh migration post)';
const CHART =
  'aws/aws-app-mesh-controller-for-k8s:config/helm/appmesh-controller';
const ENVOY_IMAGE = '(^|/)aws-appmesh-envoy$';

/** AWS App Mesh: its service was shut down; what is left in a cluster does nothing. */
export const awsAppMesh: MeshDefinitionInput = {
  id: 'aws-app-mesh',
  displayName: 'AWS App Mesh',
  kind: 'mesh',
  mode: 'sidecar',
  summary:
    'Mesh whose control plane was a service of AWS; that service is shut down.',
  links: [
    {
      title: 'Documentation',
      url: 'https://docs.aws.amazon.com/app-mesh/latest/userguide/what-is-app-mesh.html',
    },
  ],
  lifecycle: {
    state: 'ended',
    ended: '2026-09-30',
    endedBy: 'AWS shut the service down',
    wayOut:
      'Move to Amazon VPC Lattice or ECS Service Connect, or to a mesh that runs in the cluster, then remove the controller and its CRDs.',
    source: source(MIGRATION),
  },
  versioning: 'semver',
  versions: [],
  skew: unknownSkew(MIGRATION),
  namespaces: ['appmesh-system'],
  charts: [],
  detect: {
    instance: {},
    components: [
      {
        id: 'controller',
        role: 'control-plane',
        kinds: ['Deployment.apps'],
        labels: { 'app.kubernetes.io/part-of': 'appmesh' },
        image: '(^|/)appmesh-controller$',
        version: [{ from: 'image', pattern: '(^|/)appmesh-controller$' }],
        ports: [9443],
        weight: 0.6,
      },
    ],
    crdGroups: [{ group: 'appmesh.k8s.aws', weight: 0.5 }],
    webhooks: [{ name: '\\.appmesh\\.k8s\\.aws$', weight: 0.1 }],
    configMaps: [],
    gatewayControllers: [],
    helmReleases: ['appmesh-controller'],
    threshold: 0.5,
    managed: [],
  },
  onboard: [
    {
      scope: 'namespace',
      kind: 'label',
      key: 'appmesh.k8s.aws/sidecarInjectorWebhook',
      on: ['enabled'],
      off: ['disabled'],
      restartNeeded: true,
      conflictsWith: [],
      text: 'asks for an App Mesh sidecar',
    },
    {
      scope: 'workload',
      kind: 'annotation',
      key: 'appmesh.k8s.aws/sidecarInjectorWebhook',
      on: ['enabled'],
      off: ['disabled'],
      restartNeeded: true,
      conflictsWith: [],
      text: 'decides on an App Mesh sidecar for this workload',
    },
  ],
  proxy: {
    ...NO_PROXY,
    type: 'sidecar',
    containers: ['envoy'],
    image: ENVOY_IMAGE,
    // The tag is Envoy's version and says nothing about App Mesh.
    version: [],
  },
  mtls: { resolver: 'none' },
  sources: [source(MIGRATION), source(`${CHART}/templates`, RENDERED)],
  operations: endedOperations,
};
