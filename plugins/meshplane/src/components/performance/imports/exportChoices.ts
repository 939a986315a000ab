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

/** Formats in which a run can be had, with what they are good for. */
export const exportChoices = [
  {
    value: 'meshplane-result',
    label: 'Meshplane result (JSON)',
    help: 'Everything that was measured; can be imported again',
  },
  {
    value: 'csv',
    label: 'Timeline (CSV)',
    help: 'One row a second, for spreadsheets',
  },
  {
    value: 'hdr',
    label: 'HdrHistogram log',
    help: 'The histogram as it is, for other tools',
  },
  {
    value: 'hgrm',
    label: 'Percentiles (HGRM)',
    help: 'For the plotter of HdrHistogram',
  },
  {
    value: 'smp-result',
    label: 'Service Mesh Performance (SMP)',
    help: 'The common exchange format; keeps few percentiles',
  },
  {
    value: 'fortio',
    label: 'Fortio (JSON)',
    help: 'For the reports of Fortio',
  },
  {
    value: 'k6-summary',
    label: 'k6 summary (JSON)',
    help: 'As k6 writes at the end of a test',
  },
  {
    value: 'meshery-performance-result',
    label: 'Meshery result',
    help: 'For Meshery',
  },
];
