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

import type { MeshInstance } from '../../model/results';

/** Helm values, as an object. @public */
export type HelmValues = { readonly [key: string]: unknown };

/** A release of the Gateway API. @public */
export interface GatewayApiBundleRef {
  /** `1.5.1`, with or without `v`. */
  version: string;
  channel: 'standard' | 'experimental';
}

/** The parts of a detected installation that planning reads. @public */
export type InstalledMesh = Pick<
  MeshInstance,
  'id' | 'definition' | 'namespace' | 'revision' | 'tags' | 'version'
> &
  Partial<Pick<MeshInstance, 'channel' | 'management' | 'dataPlane'>>;

/** Install a mesh, a gateway or a CRD bundle. @public */
export interface InstallRequest {
  action: 'install';
  /** Version of the product or of its charts: `1.30.3`, `edge-26.8.3` or `2026.8.3`. */
  version: string;
  /** Default: `default`. */
  preset?: string;
  /** Ids of optional components. */
  components?: readonly string[];
  /** Revision of the control plane, where the product has revisions. */
  revision?: string;
  /** By chart name; laid over preset and defaults. */
  values?: Readonly<Record<string, HelmValues>>;
  /** Bundle that is brought along, or (definition `gateway-api`) its channel. */
  gatewayApi?: GatewayApiBundleRef;
}

/** Move an installation to another version. @public */
export interface UpgradeRequest {
  action: 'upgrade';
  instance: InstalledMesh;
  version: string;
  strategy: 'in-place' | 'canary';
  /** Revision of the second control plane of a canary upgrade. */
  revision?: string;
  preset?: string;
  components?: readonly string[];
  /** By chart name; the whole overrides, never "those that were used before". */
  values?: Readonly<Record<string, HelmValues>>;
  gatewayApi?: GatewayApiBundleRef;
  /** Restart the data plane at the end. */
  restart?: boolean;
}

/** Take an installation away. @public */
export interface UninstallRequest {
  action: 'uninstall';
  instance: InstalledMesh;
  crds: 'keep' | 'remove';
  namespace: 'keep' | 'remove';
}

/** Switch features of an installation, or point revision tags elsewhere. @public */
export interface ConfigureRequest {
  action: 'configure';
  instance: InstalledMesh;
  /** Toggle id → on/off or option. */
  toggles?: Readonly<Record<string, boolean | string>>;
  /** Tag → revision; null removes the tag. */
  tags?: Readonly<Record<string, string | null>>;
}

/** What somebody wants. @public */
export type LifecycleRequest =
  | InstallRequest
  | UpgradeRequest
  | UninstallRequest
  | ConfigureRequest;
