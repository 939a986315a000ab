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

import type { ExperimentArm } from '@meshplane/plugin-meshplane-common';
import type { ProfileRow } from '../stores/model';

type Input = ProfileRow['input'];

/**
 * The load as a side sends it: to its base URL, with its headers, measured at its workloads. Runs of one round have the
 * same seed, so that they send at the same instants.
 */
export function inputOfArm(
  input: Input,
  arm: ExperimentArm,
  round: number,
): Input {
  const { load } = input.load;
  return {
    ...input,
    name: `${input.name.slice(0, 120)}: ${arm.name} ${round}`,
    measured: arm.measured ?? input.measured,
    load: {
      ...input.load,
      endpoints: input.load.endpoints.map(endpoint => ({
        ...endpoint,
        url: arm.baseUrl ? rebased(endpoint.url, arm.baseUrl) : endpoint.url,
        headers: { ...endpoint.headers, ...arm.headers },
      })),
      load:
        load.model === 'open' ? { ...load, seed: load.seed + round - 1 } : load,
    },
  };
}

/** Scheme, host and port of a base, path and query of a URL; a path of the base goes before. */
function rebased(url: string, base: string): string {
  // Parsed as http: only of such URLs are host and path told apart in every version of Node.
  const httpOf = (text: string) =>
    new URL(text.replace(/^grpc(s?):/i, (_, secure) => `http${secure}:`));
  const scheme = /^[a-z]+/i.exec(base)![0].toLowerCase();
  const [from, to] = [httpOf(url), httpOf(base)];
  return `${scheme}://${to.host}${to.pathname.replace(/\/$/, '')}${
    from.pathname
  }${from.search}`;
}
