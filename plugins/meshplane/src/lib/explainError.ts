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

import { isError } from '@backstage/errors';

/** An error in words for a person. */
export interface ExplainedError {
  why: string;
  remedy: string;
  /** HTTP status, where an answer came at all. */
  status?: number;
}

const remedies: Record<number, string> = {
  400: 'Correct what is named above, then try again.',
  401: 'Your session has ended: sign in again.',
  403: 'Ask the portal team for the permission that is named above.',
  404: 'It may have been removed or renamed. Go back to the overview to see what is there.',
  409: 'Something changed meanwhile, or something else is under way for the same target. Look at the operations, then plan again.',
  503: 'The cluster cannot answer at present. Its connection page says why and what to do.',
  504: 'The cluster did not answer in time. Its connection page says why and what to do.',
};

/** Errors that did not come over HTTP say by their name what they would be there. */
const statusByName: Record<string, number> = {
  InputError: 400,
  AuthenticationError: 401,
  NotAllowedError: 403,
  NotFoundError: 404,
  ConflictError: 409,
  ServiceUnavailableError: 503,
};

function statusOf(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  const { statusCode, response } = error as {
    statusCode?: unknown;
    response?: { status?: unknown };
  };
  const status = statusCode ?? response?.status;
  if (typeof status === 'number') return status;
  return isError(error) ? statusByName[error.name] : undefined;
}

/** The server's own message stands in the cause of a ResponseError; its message is only the status line. */
function messageOf(error: unknown): string {
  if (!isError(error)) return String(error);
  const { cause } = error as { cause?: unknown };
  return isError(cause) && cause.message ? cause.message : error.message;
}

/** Says why something failed and what the reader can do about it. */
export function explainError(error: unknown): ExplainedError {
  const status = statusOf(error);
  const why = messageOf(error);
  if (isError(error) && error.name === 'TypeError' && status === undefined) {
    return {
      why: `The portal's backend cannot be reached: ${why}.`,
      remedy: 'Check that the backend runs, then try again.',
    };
  }
  return {
    why,
    status,
    remedy:
      (status !== undefined && remedies[status]) ||
      'Try again; if it stays like this, the log of the backend has the details.',
  };
}
