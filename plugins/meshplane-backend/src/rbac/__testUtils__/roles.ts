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

import { ConfigReader } from '@backstage/config';
import type { JsonObject } from '@backstage/types';
import { parseAllDocuments } from 'yaml';
import { readMeshplaneConfig } from '../../config';
import { featuresOf } from '../features';

export interface ClusterRole {
  kind: string;
  metadata: { name: string };
  rules: { apiGroups: string[]; resources: string[]; verbs: string[] }[];
}

export function features(meshplane: JsonObject = {}) {
  return featuresOf(readMeshplaneConfig(new ConfigReader({ meshplane })));
}

export function rolesOf(yaml: string): ClusterRole[] {
  return parseAllDocuments(yaml)
    .map(document => document.toJS() as ClusterRole)
    .filter(({ kind }) => kind === 'ClusterRole');
}

/** The one that reads. */
export function roleOf(yaml: string): ClusterRole {
  return rolesOf(yaml)[0];
}
