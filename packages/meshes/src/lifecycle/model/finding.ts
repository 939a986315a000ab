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

/**
 * One result of a check before an operation. Checks that found nothing wrong are reported as `passed`, so that a reader
 * sees what was looked at.
 *
 * @public
 */
export interface Finding {
  /** Stable id of the rule; a rule that reports several things appends what it is about: `release-stuck:ns/name`. */
  id: string;
  severity: 'blocking' | 'warning' | 'info' | 'passed';
  /** One line. */
  title: string;
  /** What was found and why it matters. */
  detail: string;
  /** Facts it rests on: objects, versions, values. */
  evidence: string[];
  /** What to do about it. */
  remedy?: string;
  /** Where to read on, or where the owner of the object is changed. */
  link?: string;
}
