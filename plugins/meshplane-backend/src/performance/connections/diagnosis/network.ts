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

import { lookup } from 'node:dns/promises';
import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls, rootCertificates } from 'node:tls';
import { type Timing, withTimeout } from '../../../clusters/timing';
import type { MetricsTarget } from '../config';
import { readCa } from '../transport/UrlTransport';
import type { DiagnosisCheck } from './steps';

/** Name, port and certificate of an address, each looked at alone. */
export function networkChecks(
  target: Extract<MetricsTarget, { type: 'url' }>,
  limits: { timing: Timing; timeoutMs: number },
): DiagnosisCheck[] {
  const { url, ca } = target;
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const secure = url.protocol === 'https:';
  const port = Number(url.port) || (secure ? 443 : 80);
  const within = <T>(subject: string, work: () => Promise<T>) =>
    withTimeout({ ...limits, subject }, work);
  return [
    {
      title: 'Name',
      run: async () => {
        if (isIP(host)) return `"${host}" is an address already.`;
        const found = await within(`The DNS for "${host}"`, () =>
          lookup(host, { all: true }),
        );
        return `"${host}" is at ${found.map(one => one.address).join(', ')}.`;
      },
    },
    {
      title: 'Port',
      run: async () => {
        await opened(limits, `"${host}:${port}"`, () =>
          connectTcp({ host, port }),
        );
        return `Port ${port} of "${host}" accepts connections.`;
      },
    },
    {
      title: 'Secure connection',
      run: async () => {
        if (!secure) {
          return 'The connection is not encrypted, because the address starts with "http:".';
        }
        await opened(
          limits,
          `"${host}:${port}"`,
          () =>
            connectTls({
              host,
              port,
              ...(!isIP(host) && { servername: host }),
              ...(ca && { ca: [...rootCertificates, readCa(ca)] }),
            }),
          'secureConnect',
        );
        return 'The certificate is verified.';
      },
    },
  ];
}

async function opened(
  limits: { timing: Timing; timeoutMs: number },
  subject: string,
  open: () => Socket,
  event = 'connect',
): Promise<void> {
  let socket: Socket | undefined;
  try {
    await withTimeout(
      { ...limits, subject },
      () =>
        new Promise<void>((resolve, reject) => {
          socket = open();
          socket.once(event, () => resolve());
          // Stays on, since a socket may fail again while it is being closed.
          socket.on('error', reject);
        }),
    );
  } finally {
    socket?.destroy();
  }
}
