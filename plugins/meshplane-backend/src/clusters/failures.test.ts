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

import { InputError } from '@backstage/errors';
import { ApiException } from '@kubernetes/client-node';
import { classifyFailure } from './failures';

function coded(code: string, message = code) {
  return Object.assign(new Error(message), { code });
}

describe('classifyFailure', () => {
  it.each([
    ['unauthorized', new ApiException(401, '', '{"message":"no"}', {})],
    ['forbidden', Object.assign(new Error('no'), { statusCode: 403 })],
    ['dns', coded('ENOTFOUND')],
    ['refused', new Error('outer', { cause: coded('ECONNREFUSED') })],
    ['timeout', coded('ETIMEDOUT')],
    ['network', coded('ECONNRESET')],
    ['tls', coded('DEPTH_ZERO_SELF_SIGNED_CERT')],
    ['tls', coded('ERR_TLS_CERT_ALTNAME_INVALID')],
    ['tls', new Error('unable to verify the first certificate')],
    ['server', new ApiException(500, 'boom', 'text', {})],
    ['configuration', new InputError('no such file')],
    ['network', 'something else'],
  ])('takes it for %s', (kind, error) => {
    expect(classifyFailure(error).kind).toBe(kind);
  });

  it('gives the message of the API server, not the whole exception', () => {
    const error = new ApiException(
      403,
      'Unknown API Status Code!',
      JSON.stringify({ kind: 'Status', message: 'pods is forbidden' }),
      { 'audit-id': 'x' },
    );
    expect(classifyFailure(error).message).toBe('pods is forbidden (HTTP 403)');
  });

  it.each([
    ['Bearer abcdef0123456789', 'Bearer <removed>'],
    ['https://me:pass@host/x', 'https://<removed>@host/x'],
    ['eyJhbGciOi.eyJzdWIi.c2ln ends', '<token removed> ends'],
    ['{"token":"abc"}', '{"token":"<removed>"}'],
    ['-----BEGIN RSA PRIVATE KEY-----\nabc', '<key removed>'],
  ])('takes credentials out of %p', (message, clean) => {
    expect(classifyFailure(new Error(message)).message).toBe(clean);
  });

  it('ends with a cause that leads back to itself', () => {
    const error = new Error('loop');
    error.cause = error;
    expect(classifyFailure(error).message).toBe('loop');
  });
});
