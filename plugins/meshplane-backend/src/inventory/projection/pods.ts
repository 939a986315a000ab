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
  ContainerSpec,
  KubeObject,
  Pod,
  PodSpec,
} from '@meshplane/meshes';
import { projectConditions } from './conditions';
import type { ProjectionContext } from './metadata';
import {
  booleanOf,
  compact,
  cut,
  isRaw,
  numberOf,
  rawObject,
  rawObjects,
  textOf,
  type Raw,
} from './raw';

const MAX_ARGS = 60;
const MAX_ARG_LENGTH = 256;

/** Spec and status of a Pod. */
export function projectPod(
  raw: Raw,
  base: KubeObject,
  context: ProjectionContext,
): Pod {
  const { interner } = context;
  const spec = projectPodSpec(rawObject(raw.spec), context);
  const status = rawObject(raw.status);
  return {
    ...base,
    spec,
    status: compact<NonNullable<Pod['status']>>({
      phase: interner.optionalText(textOf(status.phase)),
      podIP: textOf(status.podIP),
      // Of a pod that is fine there is nothing to tell but that it is; thousands of pods then share one list.
      conditions: interner.optionalStructure(
        projectConditions(status.conditions, 'without-times'),
      ),
      containerStatuses: interner.optionalStructure(
        containerStatuses(status.containerStatuses),
      ),
    }),
  };
}

/** The parts of a pod spec that are read; equal container lists are shared. */
export function projectPodSpec(raw: Raw, context: ProjectionContext): PodSpec {
  const { interner } = context;
  const initContainers = rawObjects(raw.initContainers);
  return compact<PodSpec>({
    nodeName: interner.optionalText(textOf(raw.nodeName)),
    hostNetwork: booleanOf(raw.hostNetwork),
    serviceAccountName: interner.optionalText(textOf(raw.serviceAccountName)),
    containers: interner.structure(
      rawObjects(raw.containers).map(one => container(one, context)),
    ),
    initContainers: initContainers.length
      ? interner.structure(initContainers.map(one => container(one, context)))
      : undefined,
    securityContext: userOf(raw.securityContext),
  });
}

function container(raw: Raw, { scope }: ProjectionContext): ContainerSpec {
  const args = Array.isArray(raw.args)
    ? raw.args
        .filter((arg): arg is string => typeof arg === 'string')
        .slice(0, MAX_ARGS)
        .map(arg => cut(arg, MAX_ARG_LENGTH))
    : [];
  const env = rawObjects(raw.env).flatMap(({ name, value }) =>
    typeof name === 'string' && scope.keepsEnv(name)
      ? [compact({ name, value: textOf(value) })]
      : [],
  );
  const ports = rawObjects(raw.ports).map(port =>
    compact({
      name: textOf(port.name),
      containerPort: numberOf(port.containerPort) ?? 0,
      protocol: textOf(port.protocol),
    }),
  );
  return compact<ContainerSpec>({
    name: textOf(raw.name) ?? '',
    image: textOf(raw.image),
    restartPolicy: textOf(raw.restartPolicy),
    args: args.length ? args : undefined,
    env: env.length ? env : undefined,
    ports: ports.length ? ports : undefined,
    securityContext: userOf(raw.securityContext),
  });
}

function userOf(value: unknown): { runAsUser?: number } | undefined {
  const runAsUser = numberOf(rawObject(value).runAsUser);
  return runAsUser === undefined ? undefined : { runAsUser };
}

function containerStatuses(value: unknown) {
  const statuses = rawObjects(value).map(status =>
    compact({
      name: textOf(status.name) ?? '',
      ready: booleanOf(status.ready),
      restartCount: numberOf(status.restartCount),
      state: stateOf(rawObject(status.state)),
    }),
  );
  return statuses.length ? statuses : undefined;
}

/** `running`, or why not: `CrashLoopBackOff`, `Completed`. */
function stateOf(state: Raw): string | undefined {
  if (isRaw(state.running)) return 'running';
  if (isRaw(state.waiting)) return textOf(state.waiting.reason) ?? 'waiting';
  if (isRaw(state.terminated)) {
    return textOf(state.terminated.reason) ?? 'terminated';
  }
  return undefined;
}
