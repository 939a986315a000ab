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

import type { Dictionary } from '../importers/Importer';
import type { Component } from '../model/design';
import { at, labelsAt } from './reading';

/** Where a kind keeps the template of its pods, from the configuration on. */
const TEMPLATE: Readonly<Record<string, readonly string[]>> = {
  Pod: [],
  Deployment: ['spec', 'template'],
  StatefulSet: ['spec', 'template'],
  DaemonSet: ['spec', 'template'],
  ReplicaSet: ['spec', 'template'],
  ReplicationController: ['spec', 'template'],
  Job: ['spec', 'template'],
  CronJob: ['spec', 'jobTemplate', 'spec', 'template'],
  Rollout: ['spec', 'template'],
};

/** What a workload says of its pods. */
export interface PodTemplate {
  path: readonly string[];
  labels: Record<string, string>;
  spec: Dictionary;
}

/** The pods that a component makes or is; undefined for kinds that make none. */
export function podTemplateOf({
  kind,
  configuration,
}: Component): PodTemplate | undefined {
  const path = TEMPLATE[kind];
  if (!path) return undefined;
  const template = at(configuration, ...path);
  const spec = at(template, 'spec');
  return {
    path,
    labels: labelsAt(template, 'metadata', 'labels') ?? {},
    spec: (typeof spec === 'object' && spec !== null ? spec : {}) as Dictionary,
  };
}
