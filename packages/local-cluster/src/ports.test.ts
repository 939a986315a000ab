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

import { once } from 'node:events';
import { AddressInfo, createServer, Server } from 'node:net';
import { choosePorts, isPortFree } from './ports';

describe('choosePorts', () => {
  let server: Server;
  let occupied: number;

  beforeEach(async () => {
    server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    occupied = (server.address() as AddressInfo).port;
  });

  afterEach(async () => {
    if (server.listening) {
      server.close();
      await once(server, 'close');
    }
  });

  it('gives every role a free port of its own', async () => {
    const ports = await choosePorts(['a', 'b', 'c', 'd']);
    expect(new Set(Object.values(ports)).size).toBe(4);
    for (const port of Object.values(ports)) {
      expect(await isPortFree(port)).toBe(true);
    }
  });

  it('keeps a remembered port that is still free', async () => {
    const first = await choosePorts(['a', 'b']);
    expect(await choosePorts(['a', 'b'], first)).toEqual(first);
  });

  it('chooses anew where somebody else listens now', async () => {
    expect(await isPortFree(occupied)).toBe(false);
    const ports = await choosePorts(['a'], { a: occupied });
    expect(ports.a).not.toBe(occupied);
  });

  it('does not give one remembered port to two roles', async () => {
    const { a } = await choosePorts(['a']);
    const ports = await choosePorts(['x', 'y'], { x: a, y: a });
    expect(ports.x).toBe(a);
    expect(ports.y).not.toBe(a);
  });
});
