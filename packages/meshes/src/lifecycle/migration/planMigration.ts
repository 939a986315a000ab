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

import { getMeshDefinition } from '../../definitions';
import type { MeshInstance } from '../../model/results';
import {
  onboardingChange,
  type CurrentMarks,
  type OnboardingChange,
} from '../onboarding/onboardingChange';
import { migrationGuides } from './guides';
import type { MigrationGuide, MigrationStep } from './model';

/**
 * The described moves away from a product.
 *
 * @param from - id of a definition
 * @public
 */
export function migrationsFrom(from: string): MigrationGuide[] {
  return migrationGuides.filter(guide => guide.from === from);
}

/**
 * The described move between two products.
 *
 * @returns undefined if there is none
 * @public
 */
export function migrationGuide(
  from: string,
  to: string,
): MigrationGuide | undefined {
  return migrationGuides.find(
    guide => guide.from === from && guide.to.includes(to),
  );
}

/** One namespace of a move. @public */
export interface MigrationRequest {
  guide: MigrationGuide;
  /** Definition id out of the guide's targets. */
  to: string;
  target?: Pick<MeshInstance, 'id' | 'revision' | 'tags'>;
  source?: Pick<MeshInstance, 'id' | 'revision' | 'tags'>;
  namespace: string;
  /** Marks of the namespace as they are. */
  current: CurrentMarks;
  waypoint?: string;
}

/** What the move of one namespace does. @public */
export interface NamespaceMigration {
  namespace: string;
  /** The steps that are repeated for each namespace, in order. */
  steps: MigrationStep[];
  /** Marks of the old mesh that go. */
  offBoard: OnboardingChange;
  /** Marks of the new mesh that come. */
  onBoard: OnboardingChange;
  /** Both together, and the marks that would bring the namespace back. */
  change: OnboardingChange;
  back: OnboardingChange;
  restartNeeded: boolean;
  /** What a dry run tells, line by line. */
  dryRun: string[];
  /** Reasons why it cannot be done like this. */
  conflicts: string[];
}

/**
 * Describes the move of one namespace: marks that go and come, as one change, and the change that takes it back.
 *
 * @throws Error if the guide does not lead to this target
 * @public
 */
export function planNamespaceMigration(
  request: MigrationRequest,
): NamespaceMigration {
  const { guide, to, namespace, current, waypoint } = request;
  if (!guide.to.includes(to))
    throw new Error(
      `"${guide.title}" does not lead to "${to}"; it leads to ${guide.to.join(
        ', ',
      )}`,
    );
  const offBoard = onboardingChange({
    definition: getMeshDefinition(guide.from),
    instance: request.source,
    scope: 'namespace',
    action: 'off',
    current,
  });
  const onBoard = onboardingChange({
    definition: getMeshDefinition(to),
    instance: request.target,
    scope: 'namespace',
    action: 'on',
    waypoint,
    current,
  });
  // A product without marks for namespaces is left by other means, which its steps describe.
  const conflicts = onBoard.conflicts;
  const change = together(offBoard, onBoard);
  const restartNeeded = offBoard.restartNeeded || onBoard.restartNeeded;
  return {
    namespace,
    steps: guide.steps.filter(step => step.per === 'namespace'),
    offBoard,
    onBoard,
    change,
    back: undoOf(change, current, restartNeeded),
    restartNeeded,
    dryRun: dryRunOf(namespace, change, restartNeeded),
    conflicts,
  };
}

function together(
  off: OnboardingChange,
  on: OnboardingChange,
): OnboardingChange {
  const set = {
    labels: { ...off.set.labels, ...on.set.labels },
    annotations: { ...off.set.annotations, ...on.set.annotations },
  };
  const keys = (part: 'labels' | 'annotations') =>
    [...new Set([...off.remove[part], ...on.remove[part]])].filter(
      key => !Object.hasOwn(set[part], key),
    );
  return {
    set,
    remove: { labels: keys('labels'), annotations: keys('annotations') },
    restartNeeded: off.restartNeeded || on.restartNeeded,
    notes: [...new Set([...off.notes, ...on.notes])],
    conflicts: on.conflicts,
  };
}

/** The change that brings the marks back to what they were. */
function undoOf(
  change: OnboardingChange,
  current: CurrentMarks,
  restartNeeded: boolean,
): OnboardingChange {
  const undo = (part: 'labels' | 'annotations') => {
    const before = current[part] ?? {};
    const touched = [...Object.keys(change.set[part]), ...change.remove[part]];
    return {
      set: Object.fromEntries(
        touched
          .filter(key => Object.hasOwn(before, key))
          .map(key => [key, before[key]]),
      ),
      remove: touched.filter(key => !Object.hasOwn(before, key)),
    };
  };
  const labels = undo('labels');
  const annotations = undo('annotations');
  return {
    set: { labels: labels.set, annotations: annotations.set },
    remove: { labels: labels.remove, annotations: annotations.remove },
    restartNeeded,
    notes: restartNeeded
      ? ['Restart the workloads once more, so that they get their old proxy.']
      : [],
    conflicts: [],
  };
}

function dryRunOf(
  namespace: string,
  { set, remove }: OnboardingChange,
  restartNeeded: boolean,
): string[] {
  const lines = (['labels', 'annotations'] as const).flatMap(part => {
    const what = part.slice(0, -1);
    return [
      ...remove[part].map(
        key => `would remove the ${what} ${key} from namespace ${namespace}`,
      ),
      ...Object.entries(set[part]).map(
        ([key, value]) =>
          `would set the ${what} ${key}=${value} on namespace ${namespace}`,
      ),
    ];
  });
  return restartNeeded
    ? [...lines, `would restart the workloads of namespace ${namespace}`]
    : lines;
}
