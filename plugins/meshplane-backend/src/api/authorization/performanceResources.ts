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

import type { Performance } from '../../performance/Performance';
import {
  type Subject,
  subjectOfInput,
  subjectOfRun,
} from '../../performance/viewing';
import type { EntityOwners } from './EntityOwners';
import type { PerformanceResource } from './performanceRules';

/**
 * Finds load tests for the permission system, which asks for conditions that policies make: by `profile:ID` or
 * `run:ID`.
 */
export function performanceResources(
  load: () => Promise<Pick<Performance, 'profiles' | 'results'>>,
  owners: EntityOwners,
): (refs: string[]) => Promise<(PerformanceResource | undefined)[]> {
  const subjectOf = async (ref: string): Promise<Subject | undefined> => {
    const performance = await load();
    const [kind, id] = ref.split(':', 2);
    if (kind === 'profile') {
      const row = await performance.profiles.find(id);
      return row && subjectOfInput(row.input);
    }
    const row = kind === 'run' ? await performance.results.find(id) : undefined;
    return row && subjectOfRun(row);
  };
  return async refs => {
    const subjects = await Promise.all(refs.map(subjectOf));
    await owners.load(subjects.flatMap(one => one?.entityRef ?? []));
    return subjects.map(
      subject =>
        subject && {
          owners: owners.get(subject.entityRef ?? '') ?? [],
          clusters: subject.clusters,
          targets: subject.targets,
        },
    );
  };
}
