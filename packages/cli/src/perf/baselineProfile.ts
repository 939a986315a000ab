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

import type { LoadProfile } from '@meshplane/benchmark';
import { UsageError } from '../exits';
import type { Terminal } from '../terminal';
import { buildProfile } from './buildProfile';
import type { ProfileOptions } from './options/profileOptions';

/**
 * The old side of a comparison: the same load on another URL, or a profile of its own with the options over it.
 *
 * @param against - URL or file
 * @throws UsageError that names `--against`
 */
export async function baselineProfile(
  terminal: Terminal,
  against: string,
  profile: LoadProfile,
  options: ProfileOptions,
): Promise<LoadProfile> {
  if (/^\w+:\/\//.test(against)) {
    if (profile.endpoints.length > 1) {
      throw new UsageError(
        `--against: the profile has ${profile.endpoints.length} endpoints, so that one URL cannot replace them; give a profile`,
      );
    }
    if (!URL.canParse(against)) {
      throw new UsageError(`--against: "${against}" is no URL`);
    }
    return {
      ...profile,
      name: `${profile.name} (baseline)`,
      endpoints: [{ ...profile.endpoints[0], url: against }],
    };
  }
  // The new side's URL and name are not the old one's.
  const { url: _url, name: _name, ...shared } = options;
  const { profile: old } = await buildProfile(terminal, against, shared);
  return { ...old, name: `${old.name} (baseline)` };
}
