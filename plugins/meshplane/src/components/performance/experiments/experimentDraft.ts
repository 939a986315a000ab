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

import {
  experimentInputSchema,
  type ExperimentInput,
} from '@meshplane/plugin-meshplane-common';
import {
  checkArm,
  differenceOf,
  newArm,
  operationsOf,
  readFeatures,
  readHeaders,
  type ArmDraft,
  type ArmProblems,
} from './armDraft';

export const MIN_ARMS = 2;
export const MAX_ARMS = 6;
/** Runs per side: what can be judged, and the most. */
export const MIN_ROUNDS_TO_JUDGE = 5;
export const MAX_ROUNDS = 20;

/** What the form holds; numbers as they were typed. */
export interface ExperimentDraft {
  name: string;
  profileId: string;
  rounds: string;
  coolDownSeconds: string;
  /** In percent. */
  threshold: string;
  arms: ArmDraft[];
}

/** What is wrong, by field; `arms` by position. */
export interface ExperimentProblems {
  name?: string;
  profileId?: string;
  rounds?: string;
  coolDownSeconds?: string;
  threshold?: string;
  arms: ArmProblems[];
}

/** The usual experiment: the same load without and with the mesh. */
export function newExperiment(profileId = ''): ExperimentDraft {
  return {
    name: '',
    profileId,
    rounds: '6',
    coolDownSeconds: '5',
    threshold: '5',
    arms: [newArm('1', 'without mesh'), newArm('2', 'with mesh')],
  };
}

function within(
  text: string,
  min: number,
  max: number,
  whole: boolean,
): number | undefined {
  const value = Number(text);
  const isGood =
    text.trim() !== '' &&
    Number.isFinite(value) &&
    value >= min &&
    value <= max &&
    (!whole || Number.isInteger(value));
  return isGood ? value : undefined;
}

/** Sides that could not be told apart in the result, or that measure the same thing. */
function checkTogether(arms: readonly ArmDraft[], problems: ArmProblems[]) {
  arms.forEach((arm, index) => {
    const before = arms.slice(0, index);
    const sameName = before.find(
      other => other.name.trim() === arm.name.trim() && arm.name.trim(),
    );
    if (sameName) {
      problems[
        index
      ].name ??= `Another side is called "${arm.name.trim()}", too`;
    }
    const same = before.find(
      other => differenceOf(other) === differenceOf(arm),
    );
    if (same) {
      problems[
        index
      ].change ??= `Nothing tells this side from "${same.name}": set an address, headers or a change`;
    }
  });
}

/** The checked input, or what is wrong. */
export function readExperiment(
  draft: ExperimentDraft,
):
  | { input: ExperimentInput; problems?: undefined }
  | { problems: ExperimentProblems } {
  const problems: ExperimentProblems = { arms: draft.arms.map(checkArm) };
  checkTogether(draft.arms, problems.arms);
  const rounds = within(draft.rounds, 1, MAX_ROUNDS, true);
  const coolDownSeconds = within(draft.coolDownSeconds, 0, 600, false);
  const percent = within(draft.threshold, 0, 1000, false);
  if (!draft.name.trim()) problems.name = 'A name is needed';
  if (!draft.profileId) problems.profileId = 'Choose the load of all sides';
  if (rounds === undefined) {
    problems.rounds = `"${draft.rounds}" is no whole number from 1 to ${MAX_ROUNDS}`;
  }
  if (coolDownSeconds === undefined) {
    problems.coolDownSeconds = `"${draft.coolDownSeconds}" is no number from 0 to 600`;
  }
  if (percent === undefined) {
    problems.threshold = `"${draft.threshold}" is no percentage from 0 to 1000`;
  }
  const { arms: ofArms, ...others } = problems;
  const isWrong =
    Object.keys(others).length > 0 ||
    ofArms.some(arm => Object.keys(arm).length > 0);
  if (isWrong) return { problems };
  const parsed = experimentInputSchema.safeParse({
    name: draft.name,
    profileId: draft.profileId,
    rounds,
    coolDownSeconds,
    threshold: Number(percent) / 100,
    arms: draft.arms.map(arm => {
      const headers = readHeaders(arm.headers);
      return {
        name: arm.name,
        baseUrl: arm.baseUrl.trim() || undefined,
        headers: 'headers' in headers ? headers.headers : {},
        features: readFeatures(arm.features),
        ...operationsOf(arm),
      };
    }),
  });
  if (parsed.success) return { input: parsed.data };
  const [issue] = parsed.error.issues;
  return {
    problems: {
      ...problems,
      name: `${issue.path.join('.')}: ${issue.message}`,
    },
  };
}

/** Power of the exact test at 5 % for a change of twice the noise between runs, simulated with log-normal runs. */
const POWER: ReadonlyArray<{ rounds: number; power: number }> = [
  { rounds: 5, power: 59 },
  { rounds: 6, power: 77 },
  { rounds: 8, power: 91 },
  { rounds: 10, power: 96 },
  { rounds: 15, power: 99 },
];

/** What so many rounds can find. */
export function powerHint(text: string): string {
  const rounds = within(text, 1, MAX_ROUNDS, true);
  if (rounds === undefined) return `1 to ${MAX_ROUNDS} runs per side`;
  if (rounds < MIN_ROUNDS_TO_JUDGE) {
    return `Fewer than ${MIN_ROUNDS_TO_JUDGE} runs per side cannot be judged, only described`;
  }
  const { power } = POWER.reduce((best, row) =>
    row.rounds <= rounds ? row : best,
  );
  return `Finds about ${power} in 100 changes that are twice as large as the noise between runs; where p99 is noisy, longer runs help more than more runs`;
}

/** Seconds that all runs take at least; operations that change the cluster come on top. */
export function leastSeconds(
  draft: ExperimentDraft,
  secondsPerRun: number,
): number | undefined {
  const rounds = within(draft.rounds, 1, MAX_ROUNDS, true);
  const coolDown = within(draft.coolDownSeconds, 0, 600, false);
  return rounds === undefined || coolDown === undefined
    ? undefined
    : rounds * draft.arms.length * (secondsPerRun + coolDown);
}
