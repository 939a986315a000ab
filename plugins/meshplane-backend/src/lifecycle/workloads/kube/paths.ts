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

import type { WorkloadKind } from './shapes';

const PLURALS: Record<WorkloadKind, string> = {
  Deployment: 'deployments',
  StatefulSet: 'statefulsets',
  DaemonSet: 'daemonsets',
};

const encode = encodeURIComponent;

export const namespacePath = (name: string) =>
  `/api/v1/namespaces/${encode(name)}`;

export const workloadsPath = (kind: WorkloadKind, namespace: string) =>
  `/apis/apps/v1/namespaces/${encode(namespace)}/${PLURALS[kind]}`;

export const workloadPath = (
  kind: WorkloadKind,
  namespace: string,
  name: string,
) => `${workloadsPath(kind, namespace)}/${encode(name)}`;

export const podsPath = (namespace: string) =>
  `${namespacePath(namespace)}/pods`;

export const jobsPath = (namespace: string) =>
  `/apis/batch/v1/namespaces/${encode(namespace)}/jobs`;

export const budgetsPath = (namespace: string) =>
  `/apis/policy/v1/namespaces/${encode(namespace)}/poddisruptionbudgets`;

export const gatewayPath = (namespace: string, name: string) =>
  `/apis/gateway.networking.k8s.io/v1/namespaces/${encode(
    namespace,
  )}/gateways/${encode(name)}`;
