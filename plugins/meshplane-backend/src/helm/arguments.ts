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

import { InputError } from '@backstage/errors';
import type {
  ApplyReleaseOptions,
  ReleaseRef,
  RollbackOptions,
  TemplateOptions,
  UninstallOptions,
} from './HelmExecutor';

/** Linux takes no argument over 128 KiB. */
const MAX_ARGUMENT = 64 * 1024;
const DEFAULT_TIMEOUT_SECONDS = 300;
/** Revisions that Helm keeps of a release. */
const HISTORY_MAX = 10;

type Major = 3 | 4;

export function templateArguments(options: TemplateOptions): string[] {
  const { release, chart, kubeVersion, connection } = options;
  return [
    'template',
    ...releaseAndChart(release, chart),
    ...valuesArguments(options.values),
    ...(kubeVersion && !connection ? ['--kube-version', kubeVersion] : []),
    // With a connection, Helm asks the cluster itself.
    ...(connection ? [] : apiVersionArguments(options.apiVersions ?? [])),
    ...(options.includeCrds === false ? [] : ['--include-crds']),
    ...flag('--no-hooks', options.noHooks),
    ...flag('--skip-tests', options.skipTests),
    ...flag('--is-upgrade', options.isUpgrade),
    ...flag('--dry-run=server', Boolean(connection)),
  ];
}

export function applyArguments(
  options: ApplyReleaseOptions,
  major: Major,
): string[] {
  const rollback = options.rollbackOnFailure ?? true;
  return [
    'upgrade',
    ...releaseAndChart(options.release, options.chart),
    ...flag('--install', !options.upgradeOnly),
    // Always the full overrides: values of an earlier version must not leak into a later one.
    '--reset-values',
    ...valuesArguments(options.values),
    '--history-max',
    String(HISTORY_MAX),
    ...waitArguments(rollback ? 'ready' : options.wait ?? 'ready', major),
    ...flag('--wait-for-jobs', options.waitForJobs),
    ...timeoutArguments(options.timeoutSeconds),
    ...flag(major === 4 ? '--rollback-on-failure' : '--atomic', rollback),
    ...flag('--create-namespace', options.createNamespace),
    ...flag('--take-ownership', options.takeOwnership),
    // Helm 3 applies on the client, where nobody owns a field.
    ...flag('--force-conflicts', options.forceConflicts && major === 4),
    ...flag('--no-hooks', options.noHooks),
    ...flag('--skip-crds', options.skipCrds),
    ...(options.description ? [`--description=${options.description}`] : []),
    '--output',
    'json',
  ];
}

export function rollbackArguments(
  options: RollbackOptions,
  major: Major,
): string[] {
  return [
    'rollback',
    checkedName(options.release),
    ...(options.revision === undefined ? [] : [String(options.revision)]),
    ...namespaceArguments(options.release),
    ...waitArguments(options.wait ?? 'ready', major),
    ...timeoutArguments(options.timeoutSeconds),
    '--history-max',
    String(HISTORY_MAX),
    ...flag('--no-hooks', options.noHooks),
  ];
}

export function uninstallArguments(
  options: UninstallOptions,
  major: Major,
): string[] {
  return [
    'uninstall',
    checkedName(options.release),
    ...namespaceArguments(options.release),
    ...waitArguments(options.wait ?? true ? 'ready' : 'none', major),
    ...timeoutArguments(options.timeoutSeconds),
    ...flag('--keep-history', options.keepHistory),
    ...flag('--no-hooks', options.noHooks),
    ...flag('--ignore-not-found', options.ignoreNotFound ?? true),
  ];
}

export function lintArguments(
  chart: string,
  options: { values?: string; kubeVersion?: string },
): string[] {
  return [
    'lint',
    checkedPath(chart),
    ...valuesArguments(options.values),
    ...(options.kubeVersion ? ['--kube-version', options.kubeVersion] : []),
  ];
}

export function verifyArguments(path: string, keyring: string): string[] {
  return ['verify', checkedPath(path), `--keyring=${keyring}`];
}

function releaseAndChart(release: ReleaseRef, chart: string): string[] {
  return [
    checkedName(release),
    checkedPath(chart),
    ...namespaceArguments(release),
  ];
}

function namespaceArguments({ namespace }: ReleaseRef): string[] {
  if (!/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(namespace)) {
    throw new InputError(`"${namespace}" is not a name of a namespace`);
  }
  return ['--namespace', namespace];
}

/** Positional arguments that start with a dash would be taken for flags. */
function checkedName({ name }: ReleaseRef): string {
  if (!/^[a-z0-9]([-a-z0-9.]{0,51}[a-z0-9])?$/.test(name)) {
    throw new InputError(
      `"${name}" is not a name of a release: up to 53 lower-case letters, digits, "-" and "."`,
    );
  }
  return name;
}

function checkedPath(path: string): string {
  if (!path.startsWith('/') && !/^[A-Za-z]:[\\/]/.test(path)) {
    throw new InputError(`"${path}" is not an absolute path of a chart`);
  }
  return path;
}

/** Through standard input: values may hold what nobody may read in a process list. */
function valuesArguments(values: string | undefined): string[] {
  return values?.trim() ? ['--values', '-'] : [];
}

function waitArguments(wait: 'none' | 'ready', major: Major): string[] {
  if (wait === 'none') return major === 4 ? ['--wait=hookOnly'] : [];
  return [major === 4 ? '--wait=watcher' : '--wait'];
}

function timeoutArguments(seconds = DEFAULT_TIMEOUT_SECONDS): string[] {
  return ['--timeout', `${Math.max(1, Math.ceil(seconds))}s`];
}

function flag(name: string, set: boolean | undefined): string[] {
  return set ? [name] : [];
}

function apiVersionArguments(versions: readonly string[]): string[] {
  const result: string[] = [];
  let line = '';
  for (const version of versions) {
    if (line.length + version.length + 1 > MAX_ARGUMENT) {
      result.push('--api-versions', line);
      line = '';
    }
    line = line ? `${line},${version}` : version;
  }
  return line ? [...result, '--api-versions', line] : result;
}
