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

import { LoadProfile } from '../model/profile';
import { RunResult } from '../model/result';
import { Exported, ExportError } from './exported';
import { exportFortio } from './fortio/exportFortio';
import { exportHdr } from './hdr/importHdr';
import { exportK6Summary } from './k6/exportK6';
import { exportMesheryProfiles } from './meshery/profile';
import { exportMesheryResults } from './meshery/result';
import { exportProfile, exportResult } from './own/own';
import { exportSmpResult } from './smp/result';
import { exportSmpTestConfig } from './smp/testConfig';
import { exportHgrm } from './wrk/hgrm';

/** Formats that are written. @public */
export const exportFormats = [
  'meshplane-profile',
  'meshplane-result',
  'smp-test-config',
  'smp-result',
  'meshery-performance-profile',
  'meshery-performance-result',
  'fortio',
  'k6-summary',
  'hgrm',
  'hdr',
] as const;
/** @public */
export type ExportFormat = (typeof exportFormats)[number];

/** What is to be exported: profiles or results, as the format asks. @public */
export interface Exportable {
  profiles?: readonly LoadProfile[];
  results?: readonly RunResult[];
}

/**
 * Writes profiles or results in a format. What came from that format and was not changed since is equal to its file as
 * data.
 *
 * @param syntax - of formats that are written as JSON and as YAML; that of the file it came from unless set
 * @throws ExportError where the format cannot hold what is given.
 * @public
 */
export function exportPerformance(
  format: ExportFormat,
  { profiles = [], results = [] }: Exportable,
  syntax?: 'json' | 'yaml',
): Exported {
  switch (format) {
    case 'meshplane-profile':
      return exportProfile(only(profiles, 'profile', format), syntax);
    case 'meshplane-result':
      return exportResult(only(results, 'result', format), syntax);
    case 'smp-test-config':
      return exportSmpTestConfig(profiles, syntax);
    case 'smp-result':
      return exportSmpResult(only(results, 'result', format), syntax);
    case 'meshery-performance-profile':
      return exportMesheryProfiles(profiles, syntax);
    case 'meshery-performance-result':
      return exportMesheryResults(results, syntax);
    case 'fortio':
      return exportFortio(only(results, 'result', format));
    case 'k6-summary':
      return exportK6Summary(only(results, 'result', format));
    case 'hgrm':
      return exportHgrm(only(results, 'result', format));
    case 'hdr':
      return exportHdr(only(results, 'result', format));
    default:
      throw new ExportError(
        `There is no export format "${String(
          format,
        )}"; known are ${exportFormats.join(', ')}`,
      );
  }
}

function only<T>(list: readonly T[], what: string, format: string): T {
  if (list.length !== 1) {
    throw new ExportError(
      `A file of the format "${format}" holds one ${what}, not "${list.length}"`,
    );
  }
  return list[0];
}
