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
 * A real Kubernetes control plane on one machine, for local start and for tests.
 *
 * @packageDocumentation
 */
export { startCluster } from './cluster/start';
export type { StartOptions } from './cluster/start';
export { stopCluster } from './cluster/stop';
export { clusterStatus, listClusters } from './cluster/status';
export type { ClusterStatus, DaemonStatus } from './cluster/status';
export type { ClusterHandle } from './cluster/handle';
export type { DaemonName } from './cluster/daemons';
export { readBuildState } from './binaries/buildState';
export type { BuildState, OnProgress } from './binaries/buildState';
export { resolveBinaries } from './binaries/lookup';
export type { Binaries, FoundBinary } from './binaries/lookup';
export { resolveHelm, resolveKubectl } from './binaries/clientTools';
export { resolveEnvoy } from './binaries/envoy';
export { resolvePrometheus } from './binaries/prometheus';
export {
  createTestNamespace,
  startTestCluster,
  withNamespace,
} from './testing/testCluster';
export type { TestClusterOptions, TestNamespace } from './testing/testCluster';
export { waitFor } from './process/waiting';
export type { WaitOptions } from './process/waiting';
export { renderScenario, scenarioNames, seedCluster } from './seed';
export type {
  KubeObject,
  RenderOptions,
  SeedObject,
  SeedOptions,
  SeedProgress,
  SeedResult,
} from './seed';
export {
  HELLO_IMAGE,
  importImage,
  missingForRealNode,
  REAL_NODE_LABEL,
  REAL_NODE_TAINT,
  writeImageArchive,
} from './realNode';
export type { ImageFile, ImageSpec } from './realNode';
