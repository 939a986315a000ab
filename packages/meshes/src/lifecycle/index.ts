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

export * from './model';
export {
  operationsSchema,
  type FeatureToggle,
  type ManagedOperations,
  type Operations,
  type OperationsInput,
  type ToggleNeed,
  type TogglesOnlyOperations,
} from './schema';
export * from './plan';
export { mergeValues, splitValues, type SplitValues } from './values';
export { chartVersionOf } from './versions/chartVersion';
export * from './preflight';
export {
  evaluateSafeUpgrades,
  isOneWay,
  safeUpgradesFormOf,
  SAFE_UPGRADES_POLICY,
  type GuardedCrd,
  type SafeUpgradesForm,
  type SafeUpgradesVerdict,
} from './gateway-api/safeUpgrades';
export {
  onboardingChange,
  type CurrentMarks,
  type OnboardingChange,
  type OnboardingRequest,
} from './onboarding/onboardingChange';
export {
  offerVersions,
  type AvailableVersion,
  type VersionFacts,
  type VersionOffer,
} from './versions/offerVersions';
export * from './migration/model';
export { migrationGuides } from './migration/guides';
export {
  migrationGuide,
  migrationsFrom,
  planNamespaceMigration,
  type MigrationRequest,
  type NamespaceMigration,
} from './migration/planMigration';
