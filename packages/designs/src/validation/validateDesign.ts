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

import semver from 'semver';
import type { Component, Design } from '../model/design';
import type { DesignFinding } from '../model/report';
import { nameOf } from '../objects/kubernetesObject';
import type { KindRegistry } from '../registry/KindRegistry';
import { removalOf } from '../registry/removedApis';
import { evaluate } from '../relationships/evaluate';
import { SchemaChecks } from './SchemaChecks';

/** @public */
export interface ValidateOptions {
  /** What the target serves; without it, schemas are not checked. */
  registry?: KindRegistry;
  /** Version of the target's Kubernetes, such as `v1.36.3`; without it, every removal counts. */
  kubernetesVersion?: string;
}

/**
 * Says what would go wrong if a design were deployed: kinds and versions that the target does not serve, values against
 * the schemas of the target, names that are missing or there twice, references to what is not there. In the order of the
 * components' ids.
 * @public
 */
export async function validateDesign(
  design: Design,
  options: ValidateOptions = {},
): Promise<DesignFinding[]> {
  const components = design.components
    .filter(({ annotation }) => !annotation)
    .sort((a, b) => (a.id < b.id ? -1 : 1));
  const schemas = new SchemaChecks(options.registry);
  const findings: DesignFinding[] = [...sameObjects(components)];
  for (const component of components) {
    findings.push(
      ...namesOf(component),
      ...apiOf(component, options),
      ...(await schemas.check(component)),
    );
  }
  return [...findings, ...evaluate(design).findings];
}

function namesOf(component: Component): DesignFinding[] {
  const { name } = nameOf(component.configuration);
  if (name !== undefined || component.kind.endsWith('List')) return [];
  return [
    {
      rule: 'name-missing',
      severity: 'error',
      component: component.id,
      path: '/metadata/name',
      message: `${component.kind} "${component.id}" has no name`,
      remedy: 'Give it a metadata.name',
    },
  ];
}

function sameObjects(components: readonly Component[]): DesignFinding[] {
  const seen = new Map<string, string>();
  return components.flatMap(component => {
    const { name, namespace = '' } = nameOf(component.configuration);
    if (name === undefined) return [];
    const group = component.apiVersion.replace(/\/?[^/]*$/, '');
    const key = `${group} ${component.kind} ${namespace} ${name}`;
    const first = seen.get(key);
    if (first === undefined) {
      seen.set(key, component.id);
      return [];
    }
    return [
      {
        rule: 'object-twice',
        severity: 'error' as const,
        component: component.id,
        message: `${component.kind} "${name}" is the same object as "${first}"`,
        remedy:
          'The second one would overwrite the first one: remove or rename it',
      },
    ];
  });
}

function apiOf(
  { id, apiVersion, kind }: Component,
  { registry, kubernetesVersion }: ValidateOptions,
): DesignFinding[] {
  const removal = removalOf(apiVersion, kind);
  const target = semver.coerce(kubernetesVersion);
  if (
    removal &&
    (!target || semver.gte(target, semver.coerce(removal.removed)!))
  ) {
    return [
      {
        rule: 'api-removed',
        severity: 'error',
        component: id,
        message: `${apiVersion} ${kind} is gone since Kubernetes ${removal.removed}`,
        remedy: removal.replacement
          ? `Use ${removal.replacement}`
          : 'There is nothing in its place',
      },
    ];
  }
  if (!registry || registry.find(apiVersion, kind)) return [];
  const others = registry.kinds().filter(one => one.kind === kind);
  return [
    {
      rule: 'kind-unknown',
      severity: 'warning',
      component: id,
      message: `${apiVersion} ${kind} is not served there`,
      remedy:
        others.length > 0
          ? `Use ${others.map(one => one.apiVersion).join(' or ')}`
          : 'Install what defines the kind first, or make its definition part of the design',
    },
  ];
}
