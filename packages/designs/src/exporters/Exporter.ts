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

import type { Design } from '../model/design';

/** Formats that designs are written in. @public */
export const exportFormats = [
  'meshplane',
  'kubernetes',
  'kustomize',
  'helm',
  'meshery-design-v1beta1',
  'meshery-design-v1beta3',
  'meshery-pattern-v1alpha2',
  'oam',
] as const;
/** @public */
export type ExportFormat = (typeof exportFormats)[number];

/** @public */
export interface ExportOptions {
  /** Version of the chart, or of the design of Meshery; semantic. */
  version?: string;
}

/** A file of an export. @public */
export interface ExportedFile {
  /** With `/`, relative to the folder of the export. */
  path: string;
  content: string;
}

/** @public */
export interface ExportedDesign {
  /** Sorted by path; the same design gives the same bytes. */
  files: ExportedFile[];
  /** What the format has no place for. */
  warnings: string[];
}

/** Writes one format. */
export type Exporter = (
  design: Design,
  options: ExportOptions,
) => ExportedDesign;
