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

import { isFortio } from './fortio/importFortio';
import { isHdr } from './hdr/importHdr';
import { isK6Summary } from './k6/importK6';
import { isMesheryProfile } from './meshery/profile';
import { isMesheryResult } from './meshery/result';
import { isOwnProfile, isOwnResult } from './own/own';
import { isSmpResult } from './smp/result';
import { isSmpTestConfig } from './smp/testConfig';
import { isVegetaRecord } from './vegeta/records';
import { isVegetaReport } from './vegeta/report';
import { isHgrm } from './wrk/hgrm';
import { isWrk } from './wrk/importWrk';

/** Formats of load tests that are read. @public */
export const performanceFormats = [
  'meshplane-profile',
  'meshplane-result',
  'smp-test-config',
  'smp-result',
  'meshery-performance-profile',
  'meshery-performance-result',
  'fortio',
  'k6-summary',
  'wrk',
  'hgrm',
  'vegeta-report',
  'vegeta-records',
  'hdr',
] as const;
/** @public */
export type PerformanceFormat = (typeof performanceFormats)[number];

/** Formats that are plain text and no document. */
export type TextFormat = Extract<PerformanceFormat, 'wrk' | 'hgrm' | 'hdr'>;
/** Formats that are a JSON or YAML document. */
export type DocumentFormat = Exclude<PerformanceFormat, TextFormat>;

const TEXTS: [TextFormat, (text: string) => boolean][] = [
  ['hdr', isHdr],
  ['wrk', isWrk],
  ['hgrm', isHgrm],
];

/** The most telling marks first: a result of Meshery holds one of Fortio. */
const DOCUMENTS: [DocumentFormat, (value: unknown) => boolean][] = [
  ['meshplane-result', isOwnResult],
  ['meshplane-profile', isOwnProfile],
  ['meshery-performance-result', isMesheryResult],
  ['meshery-performance-profile', isMesheryProfile],
  ['fortio', isFortio],
  ['smp-test-config', isSmpTestConfig],
  ['smp-result', isSmpResult],
  ['k6-summary', isK6Summary],
  ['vegeta-report', isVegetaReport],
  ['vegeta-records', isVegetaRecord],
];

/** The format of a plain text by how it begins. */
export function identifyText(text: string): TextFormat | undefined {
  return TEXTS.find(([, matches]) => matches(text))?.[0];
}

/** The format of a document by what it holds; names of files are not trusted. */
export function identifyDocument(value: unknown): DocumentFormat | undefined {
  return DOCUMENTS.find(([, matches]) => matches(value))?.[0];
}
