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

import type {
  ClusterDiagnosis,
  KindStatus,
} from '@meshplane/plugin-meshplane-common';
import type {
  ClusterConnection,
  ClusterDescription,
} from '@meshplane/plugin-meshplane-node';
import { type Failure, type FailureKind, classifyFailure } from './failures';
import {
  type PermissionCheck,
  type ProbeResult,
  probeCluster,
} from './monitor/probe';
import { missingText } from './monitor/messages';
import { type Timing, withTimeout } from './timing';

type Step = ClusterDiagnosis['steps'][number];
type StepId = Step['id'];

const TITLES: Record<StepId, string> = {
  configuration: 'Configuration',
  address: 'Address',
  tls: 'Secure connection',
  authentication: 'Authentication',
  version: 'Kubernetes version',
  permissions: 'Permissions',
  inventory: 'Inventory',
};

/** The step at which a failure is found; the ones before it have then gone well. */
const FAILED_STEP: Record<FailureKind, StepId> = {
  configuration: 'configuration',
  credentials: 'configuration',
  portal: 'address',
  dns: 'address',
  refused: 'address',
  timeout: 'address',
  network: 'address',
  tls: 'tls',
  unauthorized: 'authentication',
  forbidden: 'version',
  server: 'version',
};

/** Older versions may lack an API that is read. */
const OLDEST_MINOR = 28;

const RBAC_REMEDY =
  'Apply the generated ClusterRole (shown on the permissions page) to the cluster and bind it to the service account.';

/**
 * Goes through a connection step by step, in the order in which a person would look, over a connection of its own. It
 * ends at the first step that fails; the rest is skipped.
 *
 * @param options - `kinds` is what the inventory knows of its watches; `timeoutMs` limits each request
 */
export async function diagnoseCluster(options: {
  description: ClusterDescription;
  kinds: readonly KindStatus[];
  checkPermissions: PermissionCheck;
  timing: Timing;
  timeoutMs: number;
}): Promise<ClusterDiagnosis> {
  const { description, timing, kinds } = options;
  const steps =
    description.state === 'ready'
      ? await connectionSteps(options)
      : [notReadyStep(description)];
  const failed = steps.some(({ state }) => state === 'failed');
  if (!failed && description.state === 'ready') {
    steps.push(inventoryStep(kinds));
  }
  const known = new Map(steps.map(found => [found.id, found]));
  return {
    cluster: description.name,
    at: new Date(timing.now()).toISOString(),
    steps: (Object.keys(TITLES) as StepId[]).map(
      id =>
        known.get(id) ??
        step(
          id,
          'skipped',
          'Not checked, because a step before it has to be mended first.',
        ),
    ),
  };
}

async function connectionSteps(options: {
  description: ClusterDescription;
  checkPermissions: PermissionCheck;
  timing: Timing;
  timeoutMs: number;
}): Promise<Step[]> {
  const { description, checkPermissions, timing, timeoutMs } = options;
  const { signal } = new AbortController();
  let connection: ClusterConnection | undefined;
  try {
    connection = await withTimeout(
      { timing, timeoutMs, subject: 'The source of the cluster' },
      async () => {
        if (!description.connect) {
          throw new TypeError('The source of the cluster gives no connection');
        }
        return description.connect();
      },
    );
    const result = await probeCluster(connection, {
      timing,
      timeoutMs,
      signal,
      readUid: true,
      checkPermissions,
    });
    return [
      ...stepsUpTo('version', connection),
      versionStep(result),
      permissionsStep(result),
    ];
  } catch (error) {
    const failure = classifyFailure(error);
    const id = connection ? FAILED_STEP[failure.kind] : 'configuration';
    return [...stepsUpTo(id, connection), failedStep(id, failure)];
  } finally {
    connection?.close?.();
  }
}

/** The steps before the given one, which have gone well. */
function stepsUpTo(id: StepId, connection?: ClusterConnection): Step[] {
  const address = connection?.address ?? '';
  const fine: Step[] = [
    step('configuration', 'ok', 'The configuration is complete.'),
    step('address', 'ok', `The API server at ${address} can be reached.`),
    tlsStep(connection),
    step('authentication', 'ok', 'The credentials are accepted.'),
  ];
  const end = fine.findIndex(found => found.id === id);
  return end === -1 ? fine : fine.slice(0, end);
}

function tlsStep(connection?: ClusterConnection): Step {
  switch (connection?.tls) {
    case 'verified':
      return step('tls', 'ok', "The server's certificate is verified.");
    case 'unverified':
      return step(
        'tls',
        'warning',
        "The connection is encrypted, but the server's certificate is not checked, so that anybody in between could take the credentials.",
        "Remove 'insecure-skip-tls-verify' from the kubeconfig and add the cluster's CA.",
      );
    case 'none':
      return step(
        'tls',
        'warning',
        'The connection is not encrypted.',
        'Use an https address, unless it does not leave this machine.',
      );
    default:
      return step(
        'tls',
        'ok',
        'The secure connection is made by whoever passes the requests on.',
      );
  }
}

function versionStep({ kubernetesVersion, latencyMs }: ProbeResult): Step {
  if (kubernetesVersion === undefined) {
    return step(
      'version',
      'warning',
      'The cluster answers, but does not tell its version.',
      "Bind the ClusterRole 'system:public-info-viewer' to the service account, so that it may get '/version'.",
    );
  }
  const text = `Kubernetes ${kubernetesVersion}, answers in ${Math.round(
    latencyMs,
  )} ms.`;
  const [, major, minor] = /^v?(\d+)\.(\d+)/.exec(kubernetesVersion) ?? [];
  if (major === undefined) {
    return step(
      'version',
      'warning',
      `The version '${kubernetesVersion}' cannot be read.`,
    );
  }
  return Number(major) === 1 && Number(minor) < OLDEST_MINOR
    ? step(
        'version',
        'warning',
        text,
        `Upgrade the cluster: versions before 1.${OLDEST_MINOR} are not tested.`,
      )
    : step('version', 'ok', text);
}

function permissionsStep({ permissions, uidForbidden }: ProbeResult): Step {
  if (!permissions) {
    return step(
      'permissions',
      'warning',
      'The cluster did not say in time what the credentials may do.',
      'Try again; if it stays so, see whether the API server is overloaded.',
    );
  }
  const missing = missingText(permissions, uidForbidden);
  return missing
    ? step('permissions', 'failed', `${capital(missing)}.`, RBAC_REMEDY)
    : step(
        'permissions',
        'ok',
        'Everything that the enabled features need is granted.',
      );
}

function inventoryStep(kinds: readonly KindStatus[]): Step {
  const failing = kinds.filter(({ state }) =>
    ['failing', 'forbidden'].includes(state),
  );
  if (failing.length) {
    const list = failing
      .slice(0, 5)
      .map(({ kind, state, error }) => `${kind} (${error ?? state})`)
      .join(', ');
    return step(
      'inventory',
      'warning',
      `${failing.length} of ${kinds.length} kinds cannot be read: ${list}.`,
      failing.some(({ state }) => state === 'forbidden')
        ? RBAC_REMEDY
        : 'They are tried again by themselves; look at the log if it stays so.',
    );
  }
  const syncing = kinds.filter(({ state }) => state === 'syncing');
  if (!kinds.length || syncing.length) {
    return step(
      'inventory',
      'warning',
      kinds.length
        ? `${syncing.length} of ${kinds.length} kinds are still being read.`
        : 'The inventory has not begun to read this cluster.',
      'Wait a moment and look again.',
    );
  }
  return step('inventory', 'ok', `${kinds.length} kinds are read and watched.`);
}

function notReadyStep({ state, message, progress }: ClusterDescription): Step {
  if (state === 'starting') {
    const percent =
      progress === undefined ? '' : ` (${Math.round(progress)} %)`;
    return step(
      'configuration',
      'failed',
      `The cluster is not ready yet${percent}: ${message ?? 'it is starting'}`,
      'Wait until it has started.',
    );
  }
  return step(
    'configuration',
    'failed',
    message ?? 'The source of the cluster gives no reason.',
    'Correct the named key or file; a corrected file is noticed by itself, a corrected portal configuration after a restart.',
  );
}

function failedStep(id: StepId, { message, remedy }: Failure): Step {
  return step(id, 'failed', message, remedy);
}

function step(
  id: StepId,
  state: Step['state'],
  detail: string,
  remedy?: string,
): Step {
  return { id, title: TITLES[id], state, detail, ...(remedy && { remedy }) };
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
