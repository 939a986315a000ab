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

import type { MeshDefinition } from '../../model/definition';
import { productName } from '../../support/lines';
import { parseMeshVersion } from '../../support/version';
import type { Finding, LifecycleRequest } from '../model';
import type { ManagedOperations } from '../schema';
import { releaseOfLine, stepBetween } from '../versions/chartVersion';
import { presetOf } from './context';

/** What a request itself gets wrong, whatever the cluster is like. Only blocking findings. */
export function requestFindings(
  definition: MeshDefinition,
  request: LifecycleRequest,
): Finding[] {
  const guard = guardFinding(definition, request);
  if (guard) return [guard];
  const { operations } = definition;
  const findings: Finding[] = [];
  if ('version' in request)
    findings.push(...versionFindings(definition, request.version));
  if (operations.support === 'managed')
    findings.push(...managedFindings(definition, operations, request));
  if (request.action === 'upgrade')
    findings.push(...distanceFindings(definition, request));
  if (request.action === 'configure')
    findings.push(...configureFindings(definition, request));
  return findings;
}

/** The hard guard: what may never be done with this product. */
function guardFinding(
  definition: MeshDefinition,
  { action }: LifecycleRequest,
): Finding | undefined {
  const { operations, displayName } = definition;
  if (operations.support === 'detect-only')
    return blocking(
      'not-managed',
      `${displayName} is not changed from here`,
      operations.reason,
      [`${displayName}: ${definition.lifecycle.state}`],
      definition.lifecycle.wayOut,
    );
  if (
    operations.support === 'toggles-only' &&
    (action === 'install' || action === 'uninstall')
  )
    return blocking(
      'network-guard',
      `${displayName} is never ${
        action === 'install' ? 'installed' : 'removed'
      } from here`,
      operations.reason,
      [`requested: ${action} of ${displayName}`],
      'Use the tool that set up the network of this cluster.',
    );
  return undefined;
}

function versionFindings(
  definition: MeshDefinition,
  version: string,
): Finding[] {
  if (parseMeshVersion(version, definition.versioning)) return [];
  return [
    blocking(
      'version-unreadable',
      `"${version}" is no version of ${productName(definition)}`,
      'Only exact versions can be planned.',
      [`version: "${version}"`],
      `Give a version such as ${
        definition.versions.find(v => v.latest)?.latest ?? '1.2.3'
      }.`,
    ),
  ];
}

function managedFindings(
  definition: MeshDefinition,
  operations: ManagedOperations,
  request: LifecycleRequest,
): Finding[] {
  const findings: Finding[] = [];
  const { displayName } = definition;
  const { presets, components } = operations.install;
  if ('preset' in request && request.preset !== undefined)
    if (!presetOf(operations, request.preset))
      findings.push(
        blocking(
          'preset-unknown',
          `${displayName} has no preset "${request.preset}"`,
          `Presets are ${presets.map(({ id }) => id).join(', ')}.`,
          [`preset: "${request.preset}"`],
          'Choose one of these.',
        ),
      );
  if ('components' in request)
    for (const name of request.components ?? [])
      if (!components.some(c => c.name === name))
        findings.push(
          blocking(
            `component-unknown:${name}`,
            `${displayName} has no component "${name}"`,
            components.length > 0
              ? `Optional components are ${components
                  .map(c => c.name)
                  .join(', ')}.`
              : 'It has no optional components.',
            [`component: "${name}"`],
            'Leave it out.',
          ),
        );
  if (
    'revision' in request &&
    request.revision !== undefined &&
    !operations.revisions
  )
    findings.push(
      blocking(
        'revision-unsupported',
        `${displayName} has no revisions`,
        'There is one control plane of it in a cluster.',
        [`revision: "${request.revision}"`],
        'Leave the revision out.',
      ),
    );
  if ('gatewayApi' in request && definition.id === 'gateway-api') {
    const given = request.gatewayApi?.version.replace(/^v/, '');
    if (given !== undefined && given !== request.version.replace(/^v/, ''))
      findings.push(
        blocking(
          'bundle-version-ambiguous',
          'Two versions of the Gateway API are asked for',
          'The version of the request and that of its bundle have to be the same.',
          [`version: "${request.version}"`, `bundle: "${given}"`],
          'Leave one of them out.',
        ),
      );
  }
  if (request.action === 'upgrade' && request.strategy === 'canary')
    findings.push(...canaryFindings(definition, operations, request));
  return findings;
}

function canaryFindings(
  { displayName }: MeshDefinition,
  { upgrade }: ManagedOperations,
  request: Extract<LifecycleRequest, { action: 'upgrade' }>,
): Finding[] {
  if (!upgrade.strategies.includes('canary'))
    return [
      blocking(
        'strategy-unsupported',
        `${displayName} has no canary upgrade`,
        'It cannot run two control planes side by side.',
        ['strategy: canary'],
        'Upgrade in place.',
      ),
    ];
  const { revision, instance } = request;
  if (revision === undefined)
    return [
      blocking(
        'revision-missing',
        'A canary upgrade needs a revision',
        'The second control plane is told from the first by its revision.',
        [`installed revision: ${instance.revision ?? 'default'}`],
        `Name one, such as "${request.version.replace(/\./g, '-')}".`,
      ),
    ];
  const taken = [instance.revision ?? 'default', ...instance.tags];
  return taken.includes(revision)
    ? [
        blocking(
          'revision-taken',
          `Revision "${revision}" is in use`,
          'The second control plane needs a name that neither the first one nor a tag has.',
          taken.map(name => `in use: ${name}`),
          'Choose another revision.',
        ),
      ]
    : [];
}

function distanceFindings(
  definition: MeshDefinition,
  request: Extract<LifecycleRequest, { action: 'upgrade' }>,
): Finding[] {
  const { operations } = definition;
  if (operations.support === 'detect-only') return [];
  const step = stepBetween(
    definition,
    request.instance.version,
    request.version,
  );
  if (!step) return [];
  const evidence = [`installed: ${step.from.text}`, `target: ${step.to.text}`];
  if (step.direction === 'down')
    return [
      blocking(
        'downgrade',
        `${step.to.text} is older than what is installed`,
        'Going back is not supported upstream: stored objects and definitions may be of the newer form.',
        evidence,
        'Roll the last operation back, or install the older version beside it where the product has revisions.',
      ),
    ];
  const path = upgradePath(
    definition,
    request.instance.version,
    request.version,
  );
  if (path.length <= 1) return [];
  const { confirmed, source } = operations.upgrade.minors;
  return [
    blocking(
      'skipped-minors',
      `${step.to.text} is ${path.length} minors ahead: one at a time`,
      `${productName(definition)} is upgraded one minor at a time${
        confirmed
          ? ''
          : ' (a rule that could not be confirmed in its documents)'
      }.`,
      [...evidence, `source: ${source.from}`],
      `Upgrade in this order: ${path.join(', then ')}.`,
    ),
  ];
}

/**
 * The versions to go through one after the other, the target last.
 *
 * @returns only the target where nothing lies between or the product has no such rule
 * @public
 */
export function upgradePath(
  definition: MeshDefinition,
  from: string | undefined,
  to: string,
): string[] {
  const { operations } = definition;
  const rule =
    operations.support !== 'detect-only' &&
    operations.upgrade.minors.oneAtATime === true;
  const step = stepBetween(definition, from, to);
  if (!rule || !step || step.direction !== 'up') return [to];
  return [
    ...(step.between ?? []).map(line => releaseOfLine(definition, line)),
    to,
  ];
}

function configureFindings(
  definition: MeshDefinition,
  request: Extract<LifecycleRequest, { action: 'configure' }>,
): Finding[] {
  const { operations, displayName } = definition;
  const findings: Finding[] = [];
  const items =
    operations.support === 'toggles-only' ? operations.toggles.items : [];
  for (const [id, value] of Object.entries(request.toggles ?? {})) {
    const toggle = items.find(item => item.id === id);
    const option = optionName(value);
    if (!toggle)
      findings.push(
        blocking(
          `toggle-unknown:${id}`,
          `${displayName} has no feature "${id}"`,
          items.length > 0
            ? `Features are ${items.map(t => t.id).join(', ')}.`
            : 'No features of it can be switched.',
          [`feature: "${id}"`],
          'Leave it out.',
        ),
      );
    else if (!toggle.options.some(o => o.option === option))
      findings.push(
        blocking(
          `option-unknown:${id}`,
          `${toggle.title} has no option "${option}"`,
          `Options are ${toggle.options.map(o => o.option).join(', ')}.`,
          [`${id}: "${option}"`],
          'Choose one of these.',
        ),
      );
  }
  const tags = Object.entries(request.tags ?? {});
  if (
    tags.length > 0 &&
    !(operations.support === 'managed' && operations.revisions?.tags)
  )
    findings.push(
      blocking(
        'tags-unsupported',
        `${displayName} has no revision tags`,
        'Tags are names that stand for a revision.',
        tags.map(([tag]) => `tag: "${tag}"`),
        'Leave them out.',
      ),
    );
  if (tags.length === 0 && Object.keys(request.toggles ?? {}).length === 0)
    findings.push(
      blocking(
        'nothing-asked',
        'Nothing is to be changed',
        'A request to configure names features or tags.',
        [],
        'Name at least one.',
      ),
    );
  return findings;
}

/** A toggle's value as the name of an option. */
export function optionName(value: boolean | string): string {
  if (typeof value === 'string') return value;
  return value ? 'on' : 'off';
}

function blocking(
  id: string,
  title: string,
  detail: string,
  evidence: string[],
  remedy?: string,
): Finding {
  return { id, severity: 'blocking', title, detail, evidence, remedy };
}
