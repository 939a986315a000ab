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

import type { OperationRequestInput } from '@meshplane/plugin-meshplane-common';

/** What is done to the cluster for a side, and taken back afterwards. */
export type ArmChange = 'none' | 'onboard' | 'offboard';

/** One side as the form holds it. */
export interface ArmDraft {
  /** Tells rows of the form apart; never sent. */
  key: string;
  name: string;
  baseUrl: string;
  /** `Name: value`, one a line. */
  headers: string;
  /** Separated by commas. */
  features: string;
  change: ArmChange;
  cluster: string;
  namespace: string;
  mesh: string;
}

/** An empty side. */
export function newArm(key: string, name: string): ArmDraft {
  return {
    key,
    name,
    baseUrl: '',
    headers: '',
    features: '',
    change: 'none',
    cluster: '',
    namespace: '',
    mesh: '',
  };
}

/** Problems of a side by field. */
export type ArmProblems = Partial<Record<keyof ArmDraft, string>>;

const BASE_URL = /^(https?|grpcs?):\/\/[^/\s]+/;

/** Reads `Name: value` lines; a line that is none is handed back in the error. */
export function readHeaders(
  text: string,
): { headers: Record<string, string> } | { error: string } {
  const headers: Record<string, string> = {};
  for (const [index, line] of text.split('\n').entries()) {
    if (!line.trim()) continue;
    const at = line.indexOf(':');
    const name = line.slice(0, at).trim();
    if (at < 1 || /\s/.test(name)) {
      return {
        error: `Line ${index + 1}, "${line.trim()}", is no "Name: value"`,
      };
    }
    headers[name] = line.slice(at + 1).trim();
  }
  return { headers };
}

/** Names between commas. */
export function readFeatures(text: string): string[] {
  return [
    ...new Set(
      text
        .split(',')
        .map(item => item.trim())
        .filter(Boolean),
    ),
  ];
}

/** The operation of a side and the one that takes it back: each undoes the other. */
export function operationsOf(
  arm: ArmDraft,
):
  | { setUp: OperationRequestInput; restore: OperationRequestInput }
  | undefined {
  if (arm.change === 'none') return undefined;
  const input = { mesh: arm.mesh, namespace: arm.namespace.trim() };
  const clusters = [arm.cluster];
  const onboard: OperationRequestInput = {
    kind: 'workload.onboard',
    clusters,
    input,
  };
  const offboard: OperationRequestInput = {
    kind: 'workload.offboard',
    clusters,
    input,
  };
  return arm.change === 'onboard'
    ? { setUp: onboard, restore: offboard }
    : { setUp: offboard, restore: onboard };
}

/** What a guided change does, in words. */
export function changeWords(arm: ArmDraft): string | undefined {
  if (arm.change === 'none' || !arm.namespace || !arm.mesh) return undefined;
  return arm.change === 'onboard'
    ? `Before its runs, namespace ${arm.namespace} in ${arm.cluster} is brought onto ${arm.mesh} and its workloads restart; afterwards it is taken off again.`
    : `Before its runs, namespace ${arm.namespace} in ${arm.cluster} is taken off ${arm.mesh} and its workloads restart; afterwards it is brought back.`;
}

/** What is wrong with a side by itself. */
export function checkArm(arm: ArmDraft): ArmProblems {
  const problems: ArmProblems = {};
  if (!/^[A-Za-z0-9][A-Za-z0-9 ._-]{0,59}$/.test(arm.name)) {
    problems.name = arm.name
      ? `"${arm.name}" may hold letters, digits, blanks, ".", "_" and "-", at most 60`
      : 'A name is needed';
  }
  if (arm.baseUrl && !BASE_URL.test(arm.baseUrl)) {
    problems.baseUrl = `"${arm.baseUrl}" is no address such as http://checkout.shop:8080`;
  }
  const headers = readHeaders(arm.headers);
  if ('error' in headers) problems.headers = headers.error;
  if (readFeatures(arm.features).some(item => item.length > 60)) {
    problems.features = 'A feature has at most 60 characters';
  }
  if (arm.change !== 'none') {
    if (!arm.cluster) problems.cluster = 'Choose the cluster';
    if (!arm.mesh) problems.mesh = 'Choose the mesh';
    if (!/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(arm.namespace.trim())) {
      problems.namespace = arm.namespace
        ? `"${arm.namespace}" is no name of a namespace`
        : 'Name the namespace';
    }
  }
  return problems;
}

/** What makes a side differ from another: where it is sent, with which headers, after which change. */
export function differenceOf(arm: ArmDraft): string {
  return JSON.stringify([
    arm.baseUrl.trim(),
    arm.headers.trim(),
    operationsOf(arm)?.setUp ?? null,
  ]);
}
