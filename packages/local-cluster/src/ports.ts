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

import { createServer } from 'node:net';

/** Whether a TCP port of the address can be bound now. */
export async function isPortFree(
  port: number,
  host = '127.0.0.1',
): Promise<boolean> {
  return (await bind(port, host)) !== undefined;
}

/** Binds and releases; gives the port that was bound, or `undefined`. */
function bind(port: number, host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' || error.code === 'EACCES'
        ? resolve(undefined)
        : reject(error),
    );
    server.listen({ port, host, exclusive: true }, () => {
      const address = server.address();
      const bound = typeof address === 'object' ? address?.port : undefined;
      server.close(() => resolve(bound));
    });
  });
}

/**
 * Chooses one port per role. A remembered port is kept while it is free, so
 * that a kubeconfig stays valid over a restart; every other one is chosen by
 * the kernel.
 *
 * @param roles - what the ports are for
 * @param remembered - ports of the last run, by role
 */
export async function choosePorts<R extends string>(
  roles: readonly R[],
  remembered: Partial<Record<R, number>> = {},
  host = '127.0.0.1',
): Promise<Record<R, number>> {
  const chosen = new Map<R, number>();
  const taken = new Set<number>();
  for (const role of roles) {
    const port = remembered[role];
    if (port && !taken.has(port) && (await isPortFree(port, host))) {
      chosen.set(role, port);
      taken.add(port);
    }
  }
  for (const role of roles) {
    while (!chosen.has(role)) {
      const port = await bind(0, host);
      if (port && !taken.has(port)) {
        chosen.set(role, port);
        taken.add(port);
      }
    }
  }
  return Object.fromEntries(chosen) as Record<R, number>;
}
