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

import { readFile } from 'node:fs/promises';
import https from 'node:https';
import type { ClockSource } from '@meshplane/benchmark';

const TIMEOUT_MS = 5000;
/** A name that the certificate of every API server has, whatever its address. */
const SERVER_NAME = 'kubernetes.default.svc';

/** Where the API server is, as every container is told. */
export interface ReferenceServer {
  host: string;
  port: string;
  /** File with the certificate of its authority. */
  caFile: string;
}

/** The clock of this process: what timers of the load go by. */
export function ownClock(): number {
  return performance.timeOrigin + performance.now();
}

/**
 * The clock of the API server, which all pods of a cluster can ask: every answer has a `Date`, a refusal too, so that no
 * credentials are needed.
 */
export async function referenceClock({
  host,
  port,
  caFile,
}: ReferenceServer): Promise<ClockSource & { close(): void }> {
  const agent = new https.Agent({
    keepAlive: true,
    maxSockets: 1,
    ca: await readFile(caFile),
    servername: SERVER_NAME,
  });
  const ask = () =>
    new Promise<number>((resolve, reject) => {
      const request = https.request(
        { agent, host, port, path: '/version', timeout: TIMEOUT_MS },
        response => {
          response.resume();
          const date = Date.parse(response.headers.date ?? '');
          // The socket is free again only at the end.
          response.once('end', () =>
            Number.isNaN(date)
              ? reject(new Error('its answers have no time'))
              : resolve(date),
          );
          response.once('error', reject);
        },
      );
      request.once('timeout', () =>
        request.destroy(new Error(`no answer within ${TIMEOUT_MS} ms`)),
      );
      request.once('error', reject);
      request.end();
    });
  return {
    ask,
    now: ownClock,
    until: moment =>
      new Promise(resolve => {
        setTimeout(resolve, Math.max(0, moment - ownClock()));
      }),
    close: () => agent.destroy(),
  };
}
