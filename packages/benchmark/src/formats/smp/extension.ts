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

import { Endpoint, LoadProfile } from '../../model/profile';
import { FieldReader, quote } from '../document/FieldReader';
import { isData } from '../document/overlay';

/** Key in `additional_options` under which we keep what a foreign profile has no field for. */
export const EXTENSION_KEY = 'meshplane';

/** Our own fields out of `additional_options`, which is a JSON text for the generator. */
export function readExtension(reader: FieldReader): Partial<LoadProfile> {
  const raw = reader.raw('additional_options');
  if (raw === undefined || raw === '') {
    return {};
  }
  let options: unknown = raw;
  if (typeof raw === 'string') {
    try {
      options = JSON.parse(raw);
    } catch {
      reader.log.warn(
        '"additional_options" is no JSON; it is kept as it is',
        reader.at('additional_options'),
      );
      return {};
    }
  } else if (!isData(raw)) {
    reader.error(
      'additional_options',
      `"additional_options" must be a JSON text, not ${quote(raw)}`,
    );
    return {};
  }
  const extension = isData(options) ? options[EXTENSION_KEY] : undefined;
  if (extension === undefined) {
    return {};
  }
  if (!isData(extension)) {
    reader.error(
      'additional_options',
      `"${EXTENSION_KEY}" in "additional_options" must be an object, not ${quote(
        extension,
      )}`,
    );
    return {};
  }
  return extension as Partial<LoadProfile>;
}

/** What `additional_options` has to carry for a profile; keys of TLS stay behind. */
export function extensionOf(profile: LoadProfile): Partial<LoadProfile> {
  const {
    preserved: _p,
    version: _v,
    name: _n,
    labels: _l,
    tls,
    ...rest
  } = profile;
  const endpoints: Endpoint[] = rest.endpoints;
  return {
    ...rest,
    endpoints,
    ...(tls
      ? {
          tls: {
            verify: tls.verify,
            ...(tls.ca ? { ca: tls.ca } : {}),
            ...(tls.serverName ? { serverName: tls.serverName } : {}),
          },
        }
      : {}),
  };
}
