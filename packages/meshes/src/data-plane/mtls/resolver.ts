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

import type { StringMap } from '../../detection/labels';
import type { MeshDefinition } from '../../model/definition';
import type { MeshInstance, Mtls } from '../../model/results';
import type { Marked } from '../intent';
import type { MtlsSettings } from './settings';

/** Whose mTLS mode is asked for. Without labels: the namespace as a whole. */
export interface MtlsSubject {
  namespace: string;
  namespaceMarks: Marked;
  labels: StringMap;
  annotations: StringMap;
  /** Names of the services in front of it. */
  services: readonly string[];
}

/** Reads what a mesh declares for a subject. It says what is configured, not what is on the wire. */
export type MtlsResolver = (
  subject: MtlsSubject,
  definition: MeshDefinition,
  instance: MeshInstance | undefined,
  settings: MtlsSettings,
) => Mtls;
