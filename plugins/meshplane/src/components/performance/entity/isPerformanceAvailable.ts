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

/** Address that may get load for a component, and by which its profiles start. */
export const PERFORMANCE_TARGET = 'meshplane.io/performance-target';

/** Kinds of components that are not run anywhere: nothing can be sent to them. */
export const UNREACHABLE_TYPES = ['library', 'documentation'] as const;

/**
 * Whether load can be sent to an entity, so that it has a Performance tab: it names a target, or it is a component that runs
 * somewhere and may have profiles. For use as a condition in legacy entity pages.
 *
 * @public
 */
export function isPerformanceAvailable(entity: {
  kind: string;
  metadata: { annotations?: Record<string, string> };
  spec?: { type?: unknown };
}): boolean {
  if (entity.metadata.annotations?.[PERFORMANCE_TARGET]) return true;
  return (
    entity.kind.toLocaleLowerCase('en-US') === 'component' &&
    !UNREACHABLE_TYPES.some(type => type === entity.spec?.type)
  );
}
