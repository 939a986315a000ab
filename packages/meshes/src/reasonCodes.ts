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

/**
 * Every code that a finding of this library can carry, with a title for filters and legends. Codes are part of the API:
 * people filter by them and link to them, so they are never renamed.
 *
 * @public
 */
export const meshReasonCodes = {
  // Lifecycle
  'product-ended': 'The product has ended',
  'version-ended': 'This version is out of support',
  'version-ending': 'Support of this version ends soon',

  // Installation
  'control-plane-missing': 'No control plane was found',
  'control-plane-elsewhere': 'The control plane runs elsewhere',
  'mixed-control-plane-versions': 'Control planes of different versions',
  'shared-control-plane': 'The control plane serves another mode too',
  'status-unknown': 'No status yet',
  'no-nodes': 'Runs on no node',
  'scaled-to-zero': 'Scaled to zero',
  'not-ready': 'Pods are not ready',
  'not-observed': 'The last change is not picked up',
  'webhook-service-missing': 'The service of a webhook does not exist',
  'webhook-unanswered': 'Nobody answers a webhook',
  'webhook-ca-missing': 'A webhook has no certificate authority',
  'dead-injector': 'A dead injector blocks deployments',
  'dead-validator': 'A dead validator blocks configuration',
  'leftover-dead-injector': 'A leftover injector blocks deployments',
  'leftover-dead-validator': 'A leftover validator blocks configuration',
  'not-readable': 'Something could not be read',

  // Gateways and Gateway API
  'gateway-class-not-accepted': 'A GatewayClass is not accepted',
  'gateway-not-programmed': 'A Gateway is not programmed',
  'gateway-api-missing': 'No Gateway API bundle',
  'gateway-api-range': 'Gateway API bundle out of range',
  'gateway-api-kind-ignored': 'A Gateway API kind is ignored',
  'mixed-bundle-versions': 'CRDs of different bundle versions',
  'mixed-channels': 'CRDs of different channels',
  'bundle-version-missing': 'CRDs without a bundle version',
  'crd-not-established': 'A CRD is not established',
  'stored-version-not-served': 'Objects stored in a version that is not served',

  // Proxies
  'proxies-too-old': 'Proxies older than supported',
  'proxies-ahead': 'Proxies ahead of the control plane',
  'proxy-too-old': 'Proxy older than supported',
  'proxy-behind': 'Proxy older than the control plane',
  'proxy-ahead': 'Proxy ahead of the control plane',
  'proxy-revision-gone': 'The revision of the proxy has no control plane',
  'control-plane-not-found': 'The control plane of the proxy was not found',
  'control-plane-ambiguous': 'Several control planes could be meant',
  'restart-for-revision': 'Restart to change the revision',
  'leaves-on-restart': 'A restart takes it off the mesh',
  'native-sidecar': 'Native sidecar',
  'bypass-uid': 'Runs as the user of the proxy',

  // Onboarding
  'restart-needed': 'Restart needed',
  'not-captured': 'Not captured by the node agent',
  'opted-out-pod': 'Opted out by the pod',
  'opted-out-namespace': 'Opted out by the namespace',
  'host-network': 'Host network',
  'revision-missing': 'The revision has no control plane',
  'mesh-not-installed': 'The mesh is not installed',
  'not-asked': 'Nothing asks for a mesh',
  'marker-without-proxy': 'Marks of a mesh without a proxy',
  'wrong-form': 'Label and annotation mixed up',
  'unknown-value': 'A value without meaning',
  'conflicting-labels': 'Labels that contradict each other',
  'ambient-and-sidecar': 'Ambient and sidecar at once',
  'two-meshes': 'On several meshes at once',
  'two-meshes-asked': 'Several meshes are asked for',
  'other-mesh': 'On another mesh than asked for',

  // mTLS
  'destination-rule-disables-tls': 'A DestinationRule disables TLS',
  'auto-mtls-off': 'Automatic mTLS is off',

  // Place
  'system-namespace': 'Namespace of Kubernetes',
  'control-plane-namespace': 'Namespace of a control plane',
  'mesh-component': 'Part of a mesh or gateway',
  'gateway-proxy': 'Gateway proxy',
  finished: 'Finished',
  'no-pods': 'No pods',
} as const;

/** @public */
export type MeshReasonCode = keyof typeof meshReasonCodes;
