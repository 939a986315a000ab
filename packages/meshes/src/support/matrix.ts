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

import { meshDefinitions } from '../definitions';
import type { MeshDefinition } from '../model/definition';
import type { Support } from '../model/results';
import { rangeInWords } from './ranges';
import { lineSupport } from './supportOf';

/** What is known about a release line. @public */
export interface LineSummary {
  /** `1.30` */
  line: string;
  latest?: string;
  /** ISO date. */
  released?: string;
  support: Support;
  /** Semver range. */
  kubernetes?: string;
  kubernetesInWords?: string;
  /** Semver range. */
  gatewayApi?: string;
  gatewayApiInWords?: string;
  /** Fields of this summary that could not be confirmed; all of them if the line itself could not. */
  unconfirmed: string[];
  source: { from: string; checked: string };
}

/** What is known about a product. @public */
export interface DefinitionSummary {
  id: string;
  displayName: string;
  kind: MeshDefinition['kind'];
  mode: MeshDefinition['mode'];
  summary: string;
  links: MeshDefinition['links'];
  lifecycle: MeshDefinition['lifecycle'];
  versions: LineSummary[];
}

/**
 * The known products with the support of their release lines and what they need.
 *
 * @param now - the current time
 * @public
 */
export function compatibilityMatrix(now: Date): DefinitionSummary[] {
  return meshDefinitions.map(definition => ({
    id: definition.id,
    displayName: definition.displayName,
    kind: definition.kind,
    mode: definition.mode,
    summary: definition.summary,
    links: definition.links,
    lifecycle: definition.lifecycle,
    versions: definition.versions.map(line => ({
      line: line.line,
      latest: line.latest,
      released: line.released,
      support: lineSupport(definition, line, now),
      kubernetes: line.kubernetes,
      kubernetesInWords: line.kubernetes && rangeInWords(line.kubernetes),
      gatewayApi: line.gatewayApi,
      gatewayApiInWords: line.gatewayApi && rangeInWords(line.gatewayApi),
      unconfirmed: line.confirmed
        ? [...(line.unconfirmed ?? [])]
        : ['line', ...(line.unconfirmed ?? [])],
      source: line.source,
    })),
  }));
}
