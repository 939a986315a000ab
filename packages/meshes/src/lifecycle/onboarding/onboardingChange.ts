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

import type { MeshDefinition, OnboardRule } from '../../model/definition';
import type { MeshInstance } from '../../model/results';

/** Labels and annotations as they are on a namespace or a pod template. @public */
export interface CurrentMarks {
  labels?: Readonly<Record<string, string>>;
  annotations?: Readonly<Record<string, string>>;
}

/** What is asked of {@link onboardingChange}. @public */
export interface OnboardingRequest {
  definition: MeshDefinition;
  /** The control plane; absent: the default one. */
  instance?: Pick<MeshInstance, 'id' | 'revision' | 'tags'>;
  scope: 'namespace' | 'workload';
  action: 'on' | 'off';
  /** Revision or tag. Absent: the one that the instance serves by default. */
  revision?: string;
  /** Name of a waypoint that takes the requests (ambient). */
  waypoint?: string;
  /**
   * What is there now; without it every mark that could contradict is listed for removal, which is harmless where it
   * does not exist.
   */
  current?: CurrentMarks;
}

/** Marks to change, and what that means. @public */
export interface OnboardingChange {
  set: {
    labels: Record<string, string>;
    annotations: Record<string, string>;
  };
  /** Keys. */
  remove: { labels: string[]; annotations: string[] };
  /** Pods have to be made new to follow. */
  restartNeeded: boolean;
  notes: string[];
  /** Reasons why it would not do what is wanted; empty: it does. */
  conflicts: string[];
}

/**
 * The labels and annotations that bring a namespace or a workload onto a mesh or off it. Workload marks belong on the pod
 * template, never on the workload itself.
 *
 * @public
 */
export function onboardingChange(request: OnboardingRequest): OnboardingChange {
  const { definition, scope, action } = request;
  const change: OnboardingChange = {
    set: { labels: {}, annotations: {} },
    remove: { labels: [], annotations: [] },
    restartNeeded: false,
    notes: [],
    conflicts: [],
  };
  const rules = definition.onboard.filter(rule => rule.scope === scope);
  if (rules.length === 0) {
    change.conflicts.push(nothingFor(definition, scope));
    return change;
  }
  if (action === 'on') switchOn(change, rules, request);
  else switchOff(change, rules, request);
  change.restartNeeded = rules.some(rule => rule.restartNeeded);
  change.notes.push(...notesOf(request, change.restartNeeded));
  return change;
}

function nothingFor(definition: MeshDefinition, scope: string): string {
  const others = [...new Set(definition.onboard.map(rule => rule.scope))];
  return others.length === 0
    ? `${definition.displayName} takes no ${scope}s: routes attach to its Gateways`
    : `${
        definition.displayName
      } knows no mark for a ${scope}; it is decided for each ${others.join(
        ' or ',
      )}`;
}

function switchOn(
  change: OnboardingChange,
  rules: readonly OnboardRule[],
  request: OnboardingRequest,
): void {
  const { definition, scope, waypoint, current } = request;
  // Rules stand in order of rank, and legacy forms come last.
  const plain = rules.find(rule => !rule.valueIsRevision);
  const byRevision = rules.find(rule => rule.valueIsRevision);
  const revision = revisionAsked(change, request);
  if (revision !== undefined && !byRevision)
    change.conflicts.push(
      `${definition.displayName} has no revisions: "${revision}" cannot be asked for`,
    );
  if (revision !== undefined && byRevision) {
    set(change, byRevision, revision);
    // A pod needs both: one mark asks for a proxy, the other says from whom.
    if (scope === 'workload' && plain) set(change, plain, plain.on[0]);
  } else if (plain) set(change, plain, plain.on[0]);
  removeContradictions(change, rules, scope, current);
  for (const rule of rules)
    for (const key of rule.conflictsWith) removeKey(change, key, current);
  if (waypoint !== undefined) setWaypoint(change, request, waypoint);
}

/** The revision that has to be named, or undefined where the plain mark is enough. */
function revisionAsked(
  change: OnboardingChange,
  { definition, instance, revision }: OnboardingRequest,
): string | undefined {
  const { defaultRevision } = definition.detect.instance;
  const served = instance
    ? [...(instance.revision ? [instance.revision] : []), ...instance.tags]
    : [];
  if (revision === undefined)
    return served.length === 0 || served.includes(defaultRevision ?? 'default')
      ? undefined
      : instance?.revision;
  if (revision === defaultRevision) return undefined;
  if (served.length > 0 && !served.includes(revision))
    change.conflicts.push(
      `Mesh "${
        instance?.id
      }" has no revision or tag "${revision}"; it serves ${served.join(', ')}`,
    );
  return revision;
}

/** Other forms of the same mark on the same object that would decide otherwise. */
function removeContradictions(
  change: OnboardingChange,
  rules: readonly OnboardRule[],
  scope: OnboardingRequest['scope'],
  current: CurrentMarks | undefined,
): void {
  for (const rule of rules) {
    if (isSet(change, rule)) continue;
    const value = valueOf(rule, current);
    if (current && value === undefined) continue;
    const contradicts =
      scope === 'namespace' ||
      rule.valueIsRevision === true ||
      value === undefined ||
      rule.off.includes(value);
    if (contradicts) remove(change, rule);
  }
}

function switchOff(
  change: OnboardingChange,
  rules: readonly OnboardRule[],
  { definition, scope, current }: OnboardingRequest,
): void {
  if (scope === 'namespace') {
    for (const rule of rules)
      if (!current || valueOf(rule, current) !== undefined)
        remove(change, rule);
  } else {
    // The namespace may ask for it: a workload leaves by saying no.
    const refuse = rules.find(rule => rule.off.length > 0);
    if (refuse) set(change, refuse, refuse.off[0]);
    for (const rule of rules)
      if (
        !isSet(change, rule) &&
        (!current || valueOf(rule, current) !== undefined)
      )
        remove(change, rule);
  }
  for (const rule of definition.l7 ?? [])
    if (
      rule.scope === scope &&
      (!current || valueOf(rule, current) !== undefined)
    )
      remove(change, rule);
}

function setWaypoint(
  change: OnboardingChange,
  { definition, scope }: OnboardingRequest,
  waypoint: string,
): void {
  const rule = definition.l7?.find(r => r.scope === scope);
  if (!rule) {
    change.conflicts.push(
      `${definition.displayName} has no waypoints: "${waypoint}" cannot be used`,
    );
    return;
  }
  set(change, rule, waypoint);
  change.notes.push(
    `A Gateway of class istio-waypoint named ${waypoint} has to be in the namespace, with a listener for HBONE on port 15008.`,
  );
}

function notesOf(
  { definition, scope, action }: OnboardingRequest,
  restartNeeded: boolean,
): string[] {
  const notes: string[] = [];
  if (restartNeeded)
    notes.push(
      action === 'on'
        ? 'Running pods get their proxy when they are made new.'
        : 'Running pods keep their proxy until they are made new.',
    );
  else
    notes.push(
      action === 'on'
        ? 'Running pods are taken in without a restart.'
        : 'Running pods are let go without a restart.',
    );
  if (scope === 'workload')
    notes.push(
      'The marks belong on the pod template; changing it makes the pods new anyway.',
    );
  const unsure = definition.onboard.some(
    rule => rule.scope === scope && rule.key === 'io.cilium/mtls-enabled',
  );
  if (unsure)
    notes.push(
      'Whether pods that already run are taken in without a restart could not be confirmed. Encryption by ztunnel has to be switched on first; it covers TCP only.',
    );
  return notes;
}

function part(rule: OnboardRule): 'labels' | 'annotations' {
  return rule.kind === 'label' ? 'labels' : 'annotations';
}

function set(change: OnboardingChange, rule: OnboardRule, value: string) {
  change.set[part(rule)][rule.key] = value;
}

function isSet(change: OnboardingChange, rule: OnboardRule): boolean {
  return Object.hasOwn(change.set[part(rule)], rule.key);
}

function remove(change: OnboardingChange, rule: OnboardRule): void {
  const keys = change.remove[part(rule)];
  if (!keys.includes(rule.key)) keys.push(rule.key);
}

/** Keys of other meshes or modes are labels; they go where they are, or wherever they might be. */
function removeKey(
  change: OnboardingChange,
  key: string,
  current: CurrentMarks | undefined,
): void {
  if (Object.hasOwn(change.set.labels, key)) return;
  if (current && current.labels?.[key] === undefined) return;
  if (!change.remove.labels.includes(key)) change.remove.labels.push(key);
}

function valueOf(
  rule: OnboardRule,
  current: CurrentMarks | undefined,
): string | undefined {
  return current?.[part(rule)]?.[rule.key];
}
