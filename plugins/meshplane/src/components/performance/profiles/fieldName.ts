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

/** Lists of the form, by their path. */
const lists: Array<[RegExp, string]> = [
  [/^load\.endpoints\.(\d+)\.?/, 'Endpoint'],
  [/^load\.load\.stages\.(\d+)\.?/, 'Stage'],
  [/^load\.gates\.(\d+)\.?/, 'Gate'],
  [/^measured\.(\d+)\.?/, 'Workload'],
];

/** Fields whose label is not their name. */
const labels: Record<string, string> = {
  url: 'address',
  expectStatus: 'statuses that are right',
  expectBody: 'body that is right',
  entityRef: 'component',
  warmupSeconds: 'warm-up',
  drainSeconds: 'drain',
  timeoutSeconds: 'time-out',
  delaySeconds: 'not before second',
  stopAtErrorRate: 'stop at an error rate of',
  shards: 'pods',
  parallelism: 'pods',
  tls: 'TLS',
};

/** How a field is called on the screen, from its path in a profile: `load.endpoints.0.url` is "Endpoint 1, address". */
export function fieldName(path: string): string {
  for (const [pattern, name] of lists) {
    const match = pattern.exec(path);
    if (match) {
      const rest = path.slice(match[0].length).split('.')[0];
      const row = `${name} ${Number(match[1]) + 1}`;
      return rest ? `${row}, ${labels[rest] ?? rest}` : row;
    }
  }
  const last =
    path
      .split('.')
      .filter(part => !/^(load|runner|\d+)$/.test(part))
      .pop() ?? path;
  const name = labels[last] ?? last;
  return name.charAt(0).toUpperCase() + name.slice(1);
}
