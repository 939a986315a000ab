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

import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { scenarioSchema, type ScenarioHeader } from './documents';
import { expandFile, type SeedObject, type SourceDocument } from './expand';
import { fleetObjects } from './fleet';
import { packageFolder } from '../paths';
import { prefixNamespaces } from './prefix';

const scenariosFolder = () => join(packageFolder(), 'scenarios');

/** Names of the scenarios that ship with the package, sorted.
 *
 * @public
 */
export function scenarioNames(): string[] {
  return readdirSync(scenariosFolder(), { withFileTypes: true })
    .filter(entry => entry.isDirectory() && entry.name !== 'parts')
    .map(entry => entry.name)
    .sort();
}

function readDocuments(path: string): SourceDocument[] {
  const file = relative(packageFolder(), path);
  const documents = parseAllDocuments(readFileSync(path, 'utf8'));
  if (!Array.isArray(documents)) {
    return [];
  }
  return documents.flatMap((document, index) => {
    if (document.errors.length) {
      throw new Error(
        `Invalid YAML in document ${index + 1} of "${file}": ${
          document.errors[0].message
        }`,
      );
    }
    const value: unknown = document.toJS();
    return value === null ? [] : [{ file, index, value }];
  });
}

function readHeader(scenario: string): ScenarioHeader {
  const path = join(scenariosFolder(), scenario, 'scenario.yaml');
  const [document] = readDocuments(path);
  const result = scenarioSchema.safeParse(document?.value);
  if (!result.success) {
    const issue = result.error.issues[0];
    throw new Error(
      `Invalid scenario file "${path}": ${issue.message} at "${issue.path.join(
        '.',
      )}"`,
    );
  }
  return result.data;
}

/** Options of {@link renderScenario}.
 *
 * @public
 */
export type RenderOptions = {
  scenario: string;
  /** Scenario `fleet`: number of pods, 10 000 when absent. */
  pods?: number;
  /** Put before the name of every namespace that is not a control plane's own. */
  namespacePrefix?: string;
};

/**
 * Reads a scenario and expands it into Kubernetes objects without touching a cluster.
 * Throws with the file and document when something in it is wrong.
 *
 * @public
 */
export function renderScenario(options: RenderOptions): SeedObject[] {
  const { scenario, pods = 10_000, namespacePrefix = '' } = options;
  if (!scenarioNames().includes(scenario)) {
    throw new Error(
      `Unknown scenario "${scenario}", known are: ${scenarioNames().join(
        ', ',
      )}`,
    );
  }
  const header = readHeader(scenario);
  const folder = join(scenariosFolder(), scenario);
  const files = [
    ...header.parts.map(part =>
      join(scenariosFolder(), 'parts', `${part}.yaml`),
    ),
    ...readdirSync(folder)
      .filter(name => name.endsWith('.yaml') && name !== 'scenario.yaml')
      .sort()
      .map(name => join(folder, name)),
  ];
  const seedObjects = files.flatMap(path => expandFile(readDocuments(path)));
  if (header.generator === 'fleet') {
    seedObjects.push(
      ...fleetObjects(pods).map(object => ({
        object,
        file: 'fleet generator',
      })),
    );
  }
  if (!namespacePrefix) {
    return seedObjects;
  }
  const fixed = new Set(header.fixedNamespaces);
  const own = new Set(
    seedObjects
      .filter(({ object }) => object.kind === 'Namespace')
      .map(({ object }) => object.metadata.name)
      .filter(name => !fixed.has(name)),
  );
  const prefixed = prefixNamespaces(
    seedObjects.map(({ object }) => object),
    own,
    namespacePrefix,
  );
  return seedObjects.map(({ file }, index) => ({
    object: prefixed[index],
    file,
  }));
}
