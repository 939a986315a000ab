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

import { loadAutocannon } from './autocannonClient';

/**
 * The transport uses internals of autocannon that are no public interface. Whoever updates autocannon learns here, and
 * not from wrong results, that they have changed.
 */
describe('the client of autocannon', () => {
  const { Client, HTTPParser } = loadAutocannon();

  const newClient = () => {
    const calls: string[] = [];
    const client = new Client({
      protocol: 'http:',
      hostname: '127.0.0.1',
      port: 1,
      host: '127.0.0.1:1',
      timeout: 10,
      requests: [
        {
          method: 'GET',
          path: '/a',
          headers: { A: 'b' },
          body: Buffer.alloc(0),
        },
        { method: 'POST', path: '/b', headers: {}, body: Buffer.from('xy') },
      ],
      setupClient: created => {
        created._connect = () => calls.push('connect');
        created._doRequest = () => calls.push('request');
      },
    });
    client.timeoutTicker.clear();
    return { client, calls };
  };

  const send = (position: number) => {
    const { client } = newClient();
    const written: Buffer[] = [];
    client.conn = { write: (bytes: Buffer) => written.push(bytes) } as never;
    client.timeoutTicker = { clear: () => {}, reschedule: () => {} };
    client.requestIterator.currentRequestIndex = position - 1;
    client.requestIterator.currentRequest =
      client.requestIterator.requests[position];
    Client.prototype._doRequest.call(client);
    return { client, text: Buffer.concat(written).toString() };
  };

  it('is the version that was read', () => {
    expect(require('autocannon/package.json').version).toBe('9.0.0');
  });

  it('lets setupClient take over connecting, and connects in its constructor', () => {
    expect(newClient().calls).toEqual(['connect']);
  });

  it('sends the request that its iterator points at', () => {
    expect(send(0).text).toMatch(/^GET \/a HTTP\/1.1\r\n[^]*A: b\r\n/);
    expect(send(1).text).toMatch(
      /^POST \/b HTTP\/1.1\r\n[^]*Content-Length: 2\r\n\r\nxy$/,
    );
  });

  it('tells head and answer through its events, and asks for the next request', () => {
    const { client } = send(0);
    const calls: unknown[] = [];
    client._doRequest = () => calls.push('request');
    client.on('headers', ({ statusCode, shouldKeepAlive }) =>
      calls.push({ statusCode, shouldKeepAlive }),
    );
    client.on('response', status => calls.push(status));
    const answer = Buffer.from(
      'HTTP/1.1 201 OK\r\nContent-Length: 2\r\n\r\nok',
    );
    client.pipelinedRequests.addByteCount(answer.length);
    expect(client.parser.execute(answer)).toBe(answer.length);
    expect(calls).toEqual([
      { statusCode: 201, shouldKeepAlive: true },
      201,
      'request',
    ]);
    expect(client.pipelinedRequests.peek()).toBeUndefined();
  });

  it('keeps what came of an answer at the head of its queue', () => {
    const { client } = send(0);
    client.parser.execute(
      Buffer.from('HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhel'),
    );
    expect(client.pipelinedRequests.peek()).toMatchObject({
      body: 'hel',
      headers: { statusCode: 200 },
    });
    client.pipelinedRequests.clear();
    expect(client.pipelinedRequests.peek()).toBeUndefined();
  });

  it('has a parser whose callbacks can be wrapped, that returns its errors and can begin anew', () => {
    const { client } = newClient();
    expect(typeof client.parser[HTTPParser.kOnHeadersComplete]).toBe(
      'function',
    );
    expect(typeof client.parser[HTTPParser.kOnMessageComplete]).toBe(
      'function',
    );
    expect(
      client.parser.execute(Buffer.from('garbage\r\n\r\n')),
    ).toBeInstanceOf(Error);
    client.parser.reinitialize(HTTPParser.RESPONSE);
    expect(client.parser.execute(Buffer.from('HTTP/1.1 '))).toBe(9);
  });
});
