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

import { z } from 'zod';

/** `Status` object of the API, as the body of an error or as the object of an ERROR event. */
export const statusSchema = z.looseObject({
  code: z.number().optional(),
  reason: z.string().optional(),
  message: z.string().optional(),
});

/** The API server answered, but not with success. */
export class KubeStatusError extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly options: {
      reason?: string;
      retryAfterSeconds?: number;
      /** Arrived inside a watch, so that what was seen of it can no longer be relied on. */
      inStream?: boolean;
    } = {},
  ) {
    super(message);
    this.name = 'KubeStatusError';
  }
}

/** What arrived is not what the API promises; the state has to be read anew. */
export class ProtocolError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ProtocolError';
  }
}

/** A kind has more objects than the configuration allows to keep. */
export class KindTooLargeError extends Error {
  constructor(kind: string, limit: number) {
    super(
      `More than ${limit} objects of kind "${kind}": none is kept. Raise "meshplane.inventory.maxObjectsPerKind" if there is memory for them.`,
    );
    this.name = 'KindTooLargeError';
  }
}

/** How a failure has to be met. */
export type FailureClass =
  /** The resource version is too old: list anew. */
  | 'gone'
  /** Credentials refused: stop until the connection changes. */
  | 'unauthorized'
  /** Not permitted: ask again, slowly. */
  | 'forbidden'
  /** Not served: ask again, slowly. */
  | 'absent'
  /** More than may be kept: ask again, slowly. */
  | 'too-large'
  /** Garbage in the stream: list anew. */
  | 'protocol'
  /** Network or server trouble: go on from where it stopped. */
  | 'transient';

/** Says how to go on after an error. */
export function classifyFailure(error: unknown): FailureClass {
  if (error instanceof KindTooLargeError) return 'too-large';
  if (error instanceof ProtocolError) return 'protocol';
  if (!(error instanceof KubeStatusError)) return 'transient';
  if (error.status === 410 || error.options.reason === 'Expired') return 'gone';
  if (error.status === 401) return 'unauthorized';
  if (error.status === 403) return 'forbidden';
  if (error.status === 404) return 'absent';
  return error.options.inStream ? 'protocol' : 'transient';
}

/** A line for people, of whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
