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
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { join } from 'node:path';
import { tailOfLog } from '../process/daemon';
import { liveProcess } from '../process/pidFile';
import { waitFor } from '../process/waiting';
import { DaemonName, readinessUrl } from './daemons';
import { ClusterLayout } from './layout';
import { ClusterState } from './state';

const PROBE_TIMEOUT_MS = 2_000;

/** The authority and client certificate that a daemon's health port expects. */
async function tlsFor(daemon: DaemonName, layout: ClusterLayout) {
  const read = (file: string) => readFile(join(layout.pkiFolder, file), 'utf8');
  if (daemon === 'kwok' || daemon === 'egress') {
    return {};
  }
  return daemon === 'etcd'
    ? {
        ca: await read('etcd-ca.crt'),
        cert: await read('etcd-client.crt'),
        key: await read('etcd-client.key'),
      }
    : { ca: await read('ca.crt') };
}

/**
 * Asks a daemon whether it is ready.
 *
 * @returns `undefined` when it is, else what it answered or why it did not
 */
export async function probe(
  daemon: DaemonName,
  layout: ClusterLayout,
  state: ClusterState,
): Promise<string | undefined> {
  const url = readinessUrl(daemon, state);
  try {
    const tls = await tlsFor(daemon, layout);
    const send = url.startsWith('https:') ? httpsRequest : httpRequest;
    return await new Promise<string | undefined>((resolve, reject) => {
      const request = send(
        url,
        // A fresh connection: a kept one says nothing about a restarted daemon.
        { ...tls, agent: false, timeout: PROBE_TIMEOUT_MS },
        response => {
          let body = '';
          response.setEncoding('utf8').on('data', part => {
            body += part;
          });
          response.once('end', () =>
            resolve(
              response.statusCode === 200
                ? undefined
                : `answered ${response.statusCode} ${body.slice(0, 500)}`,
            ),
          );
          response.once('error', reject);
        },
      );
      request.once('timeout', () =>
        request.destroy(new Error(`no answer within ${PROBE_TIMEOUT_MS} ms`)),
      );
      request.once('error', reject);
      request.end();
    });
  } catch (error) {
    return (error as Error).message;
  }
}

/**
 * Waits until a daemon is ready.
 *
 * @throws Error with the end of its log, at once when its process has ended
 */
export async function waitUntilReady(
  daemon: DaemonName,
  layout: ClusterLayout,
  state: ClusterState,
  options: { timeoutMs: number; signal?: AbortSignal },
): Promise<void> {
  let answer: string | undefined = 'not asked yet';
  try {
    await waitFor(
      () => `${daemon} is not ready: ${answer}`,
      async () => {
        if (!(await liveProcess(layout.pidFile(daemon)))) {
          throw new Error(`${daemon} ended while it started`);
        }
        answer = await probe(daemon, layout, state);
        return answer === undefined;
      },
      options,
    );
  } catch (error) {
    if (options.signal?.aborted) {
      throw error;
    }
    const logFile = layout.logFile(daemon);
    throw new Error(
      `${(error as Error).message}\nThe end of "${logFile}":\n${await tailOfLog(
        logFile,
      )}`,
    );
  }
}
