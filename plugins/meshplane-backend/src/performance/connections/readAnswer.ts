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

import { ServiceUnavailableError } from '@backstage/errors';
import type { z } from 'zod';
import type { MetricsResponse } from './transport/MetricsTransport';

/**
 * The JSON of an answer, checked.
 *
 * @param what - names what should have answered: `Prometheus at "https://…"`
 * @throws ServiceUnavailableError when it is not what such a program answers
 */
export function readAnswer<T>(
  response: Pick<MetricsResponse, 'text'>,
  schema: z.ZodType<T>,
  what: string,
): T {
  let value: unknown;
  try {
    value = JSON.parse(response.text);
  } catch {
    throw new ServiceUnavailableError(
      `${what} answers something that is not JSON: is this its address, or that of a login page in front of it?`,
    );
  }
  const parsed = schema.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new ServiceUnavailableError(
      `${what} answers in a way that cannot be read: "${issue.path.join(
        '.',
      )}" ${issue.message}`,
    );
  }
  return parsed.data;
}
