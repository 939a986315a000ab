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

/** Numbers and names of `PerformanceTestConfig.Client.protocol` (SMP protos, service_mesh_performance.proto). */
export const smpProtocols = [
  'PROTOCOL_INVALID',
  'PROTOCOL_HTTP',
  'PROTOCOL_TCP',
  'PROTOCOL_UDP',
  'PROTOCOL_GRPC',
] as const;
/** A protocol of SMP by its symbolic name. */
export type SmpProtocol = (typeof smpProtocols)[number];

/** The protocol for a number, a symbolic name or Meshery's lower-case name; undefined for anything else. */
export function readSmpProtocol(value: unknown): SmpProtocol | undefined {
  if (typeof value === 'number') {
    return smpProtocols[value];
  }
  if (typeof value !== 'string') {
    return undefined;
  }
  if (/^\d+$/.test(value)) {
    return smpProtocols[Number(value)];
  }
  const name = value.toUpperCase();
  return smpProtocols.find(p => p === name || p === `PROTOCOL_${name}`);
}
