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

import { InputError, NotAllowedError, NotFoundError } from '@backstage/errors';
import type { ExperimentArm } from '@meshplane/plugin-meshplane-common';
import type { RunService } from '../runs/RunService';
import { sentenceOf } from '../runs/RunRefusedError';
import type { ExperimentRow, ProfileRow, ProfileStore } from '../stores/model';
import { inputOfArm } from './armInput';
import type { CheckedExperiment } from './ExperimentService';
import { orderOf } from './order';

/**
 * A new experiment, with the version of its profile and the order of its runs fixed.
 *
 * @throws InputError that names the field, NotFoundError for a profile that is not there, NotAllowedError where a
 *   guardrail is against the load of a side
 */
export async function createRow(
  input: CheckedExperiment,
  options: {
    id: string;
    by: string;
    at: string;
    profiles: Pick<ProfileStore, 'get'>;
    runs: Pick<RunService, 'check'>;
  },
): Promise<ExperimentRow> {
  const { id, by, at } = options;
  checkArms(input.arms);
  const { load, version } = await loadOf(input, options.profiles);
  await checkLoads(input, load, options.runs);
  const { turns } = orderOf(
    input.arms.map(({ name }) => name),
    input.rounds,
    input.arms.some(({ setUp }) => setUp !== undefined),
  );
  return {
    id,
    name: input.name,
    state: 'queued',
    createdAt: at,
    createdBy: by,
    input: { ...input, ...(version && { profileVersion: version }) },
    order: turns,
    position: 0,
    toRestore: [],
    pendingRestores: [],
    operations: [],
  };
}

function checkArms(arms: readonly ExperimentArm[]) {
  const names = new Set<string>();
  arms.forEach(({ name, setUp, restore }, index) => {
    if (names.has(name))
      throw new InputError(
        `Two sides have the name "${name}" (arms.${index}.name)`,
      );
    names.add(name);
    if (setUp && !restore)
      throw new InputError(
        `The side "${name}" has a set-up and nothing that takes it back (arms.${index}.restore)`,
      );
    if (restore && !setUp)
      throw new InputError(
        `The side "${name}" takes back something that it does not set up (arms.${index}.restore)`,
      );
    for (const [step, request] of Object.entries({ setUp, restore })) {
      const path = `arms.${index}.${step}`;
      if (request?.delivery === 'gitops')
        throw new InputError(
          `An experiment cannot wait for files to be merged (${path}.delivery is "gitops")`,
        );
      if (request?.rollout.policy === 'canary')
        throw new InputError(
          `Nobody would tell the operation to go on after the canary (${path}.rollout.policy is "canary")`,
        );
      if (request?.override)
        throw new InputError(
          `An experiment passes over no findings: mend what blocks the operation (${path}.override)`,
        );
    }
  });
}

async function loadOf(
  { profile, profileId, profileVersion }: CheckedExperiment,
  profiles: Pick<ProfileStore, 'get'>,
): Promise<{ load: ProfileRow['input']; version?: number }> {
  if (profile && profileId)
    throw new InputError(
      'An experiment has "profileId" or "profile", not both of them',
    );
  if (profile) return { load: profile };
  if (!profileId)
    throw new InputError('An experiment needs "profileId" or "profile"');
  const stored = await profiles.get(profileId, profileVersion);
  if (!stored)
    throw new NotFoundError(
      profileVersion === undefined
        ? `No profile "${profileId}"`
        : `No version "${profileVersion}" of the profile "${profileId}"`,
    );
  return { load: stored.input, version: stored.version };
}

/** Before anything is set up, so that nothing is changed for loads that may not be sent. */
async function checkLoads(
  { arms }: CheckedExperiment,
  load: ProfileRow['input'],
  runs: Pick<RunService, 'check'>,
) {
  for (const arm of arms) {
    const problems = await runs.check(inputOfArm(load, arm, 1));
    if (problems.length > 0)
      throw new NotAllowedError(
        `The load of "${arm.name}" may not be sent: ${sentenceOf(problems)}`,
      );
  }
}
