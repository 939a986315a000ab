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

import fc from 'fast-check';
import { parseWithNode } from '../../__testUtils__/nodeParser';
import { parseWithOurs } from '../../__testUtils__/ourParser';

const bytes = (text: string) => [Buffer.from(text, 'latin1')];

const token = fc.stringMatching(/^[A-Za-z][A-Za-z0-9-]{0,12}$/);
const value = fc.stringMatching(/^[!-~]([ -~]{0,20}[!-~])?$/);

const ordinaryHeader = fc
  .tuple(token, value)
  .filter(
    ([name]) =>
      !/^(content-length|transfer-encoding|connection|proxy-connection|upgrade|trailer)$/i.test(
        name,
      ),
  )
  .map(([name, text]) => `${name}: ${text}`);

const connectionHeader = fc.constantFrom(
  'Connection: close',
  'connection: Close',
  'Connection: keep-alive',
  'CONNECTION: Keep-Alive, foo',
  'Connection: foo, close',
  'Connection:close',
  'Connection: closed',
);

const body = fc.string({ maxLength: 60, unit: 'binary-ascii' });

const chunk = fc
  .tuple(
    fc.string({ minLength: 1, maxLength: 40, unit: 'binary-ascii' }),
    fc.constantFrom('', '', ';a', ';a=b', ';a="b c"', ';a=b;c="\\"d"'),
    fc.boolean(),
  )
  .map(([data, extension, upper]) => {
    const size = data.length.toString(16);
    return `${
      upper ? size.toUpperCase() : `0${size}`
    }${extension}\r\n${data}\r\n`;
  });

const framed = fc.oneof(
  body.map(text => ({
    header: `Content-Length: ${text.length}`,
    content: text,
  })),
  body.map(text => ({ header: undefined, content: text })),
  fc
    .tuple(
      fc.array(chunk, { maxLength: 4 }),
      fc.array(ordinaryHeader, { maxLength: 2 }),
    )
    .map(([chunks, trailers]) => ({
      header: 'Transfer-Encoding: chunked',
      content: `${chunks.join('')}0\r\n${trailers
        .map(t => `${t}\r\n`)
        .join('')}\r\n`,
    })),
  body.map(text => ({ header: 'Transfer-Encoding: gzip', content: text })),
);

const interim = fc.constantFrom(
  '',
  '',
  'HTTP/1.1 100 Continue\r\n\r\n',
  'HTTP/1.1 103 Early Hints\r\nLink: </style.css>; rel=preload\r\n\r\n',
);

const response = fc
  .record({
    interim,
    version: fc.constantFrom('1.1', '1.1', '1.0'),
    status: fc.oneof(
      fc.constantFrom(200, 204, 304, 404, 500),
      fc.integer({ min: 200, max: 599 }),
    ),
    reason: fc.constantFrom(' OK', ' Not Found', ' ', ''),
    headers: fc.array(ordinaryHeader, { maxLength: 4 }),
    connection: fc.option(connectionHeader, { nil: undefined }),
    framed,
  })
  .map(parts => {
    const headers = [...parts.headers];
    if (parts.connection) {
      headers.push(parts.connection);
    }
    if (parts.framed.header) {
      headers.splice(headers.length >> 1, 0, parts.framed.header);
    }
    const head = [
      `HTTP/${parts.version} ${parts.status}${parts.reason}`,
      ...headers,
      '',
      '',
    ].join('\r\n');
    return `${parts.interim}${head}${parts.framed.content}`;
  });

/** Cuts a text at random places. */
const split = (text: string, cuts: number[]): Buffer[] => {
  const places = [...new Set(cuts.map(cut => cut % (text.length + 1)))].sort(
    (a, b) => a - b,
  );
  const edges = [0, ...places, text.length];
  return edges
    .slice(1)
    .map((end, i) => Buffer.from(text.slice(edges[i], end), 'latin1'))
    .filter(piece => piece.length > 0);
};

const cuts = fc.array(fc.nat(), { maxLength: 12 });

/**
 * Our verdict in the terms of Node's; the body only as far as our parser looks at it. Node decides on keep-alive before
 * it is told that a response to HEAD has no body, so its answer means nothing there.
 */
function expectAgreement(pieces: Buffer[], isHead: boolean): void {
  const node = parseWithNode(pieces, isHead);
  const ours = parseWithOurs(pieces, isHead, node?.body ?? '');
  expect(
    ours && {
      status: ours.status,
      keepAlive: isHead || ours.keepAlive,
      bodyBytes: ours.bodyBytes,
      matches: ours.matches,
    },
  ).toEqual(
    node && {
      status: node.status,
      keepAlive: isHead || node.keepAlive,
      bodyBytes: node.body.length,
      matches: true,
    },
  );
}

const chunkLine =
  /^[0-9a-f]+(;[!#$%&'*+\-.^_`|~\w]+(=([!#$%&'*+\-.^_`|~\w]+|"([^"\\]|\\.)*"))?)*$/i;

const hasNoOddExtension = (line: string) =>
  !/^[0-9a-f]+;/i.test(line) || chunkLine.test(line);

describe('ResponseParser', () => {
  it('reads a response of known length and leaves the connection usable', () => {
    expect(
      parseWithOurs(
        bytes('HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello'),
        false,
        'hello',
      ),
    ).toEqual({ status: 200, keepAlive: true, bodyBytes: 5, matches: true });
  });

  it.each([
    [
      'chunks',
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3;x=1\r\nhel\r\n2\r\nlo\r\n0\r\nT: 1\r\n\r\n',
      true,
    ],
    ['the end of the connection', 'HTTP/1.1 200 OK\r\n\r\nhello', false],
    [
      'an interim response before it',
      'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello',
      true,
    ],
  ])('finds the end of a body by %s', (_, text, keepAlive) => {
    expect(parseWithOurs(bytes(text), false, 'hello')).toEqual({
      status: 200,
      keepAlive,
      bodyBytes: 5,
      matches: true,
    });
  });

  it.each([
    ['other bytes', 'hellO'],
    ['more bytes', 'hello!'],
    ['fewer bytes', 'hell'],
  ])('notices %s than expected', (_, text) => {
    const parsed = parseWithOurs(
      bytes(`HTTP/1.1 200 OK\r\nContent-Length: ${text.length}\r\n\r\n${text}`),
      false,
      'hello',
    );
    expect(parsed).toMatchObject({ status: 200, matches: false });
  });

  it.each([
    ['HEAD', 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n', true, 200],
    ['204', 'HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\n', false, 204],
    [
      '304',
      'HTTP/1.1 304 Not Modified\r\nTransfer-Encoding: chunked\r\n\r\n',
      false,
      304,
    ],
  ])('expects no body after %s', (_, text, isHead, status) => {
    expect(parseWithOurs(bytes(text), isHead)).toEqual({
      status,
      keepAlive: true,
      bodyBytes: 0,
      matches: true,
    });
  });

  it.each([
    ['garbage', 'garbage'],
    [
      'two lengths',
      'HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\nhello',
    ],
    [
      'length and transfer coding',
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n',
    ],
    [
      'transfer coding and length',
      'HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    ],
    [
      'a length that is no number',
      'HTTP/1.1 200 OK\r\nContent-Length: 5x\r\n\r\nhello',
    ],
    ['a negative length', 'HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nhello'],
    ['a bare line feed', 'HTTP/1.1 200 OK\nContent-Length: 5\r\n\r\nhello'],
    ['a folded header', 'HTTP/1.1 200 OK\r\nA: b\r\n c\r\n\r\n'],
    ['a control character in a header', 'HTTP/1.1 200 OK\r\nA: b\x00\r\n\r\n'],
    ['a space before the colon', 'HTTP/1.1 200 OK\r\nA : b\r\n\r\n'],
    [
      'a chunk size that is no number',
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n',
    ],
    [
      'a chunk that is longer than it says',
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhello\r\n0\r\n\r\n',
    ],
    [
      'an endless chunk extension',
      `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2;${'x'.repeat(
        20_000,
      )}\r\nhe\r\n0\r\n\r\n`,
    ],
    [
      'an endless head',
      `HTTP/1.1 200 OK\r\n${`A: ${'x'.repeat(1000)}\r\n`.repeat(20)}\r\n`,
    ],
    [
      'a body that breaks off',
      'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhell',
    ],
  ])('rejects %s', (_, text) => {
    expect(parseWithOurs(bytes(text), false)).toBeUndefined();
    expect(
      parseWithOurs(
        [...text].map(character => Buffer.from(character, 'latin1')),
        false,
      ),
    ).toBeUndefined();
  });

  it('notices garbage before the head is complete', () => {
    expect(parseWithOurs(bytes('HTTP/1.1 2x'), false)).toBeUndefined();
  });

  it('reads pipelined responses one after the other from one piece', () => {
    const text = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok';
    const parsed = parseWithOurs(bytes(text + text), false, 'ok');
    expect(parsed).toMatchObject({ status: 200, matches: true });
  });

  it('agrees with the parser of Node.js on valid responses, however they are cut', () => {
    fc.assert(
      fc.property(response, cuts, fc.boolean(), (text, places, isHead) => {
        expectAgreement(split(text, places), isHead);
      }),
      { numRuns: 3000, seed: 5 },
    );
  });

  it('agrees with the parser of Node.js on damaged responses', () => {
    const damage = fc.record({
      at: fc.nat(),
      remove: fc.integer({ min: 0, max: 3 }),
      insert: fc.oneof(
        fc.constantFrom(
          '\r',
          '\n',
          '\r\n',
          ' ',
          '\t',
          ':',
          ',',
          ';',
          '0',
          '"',
          '\0',
          '\x7f',
          'é',
        ),
        fc.string({ maxLength: 2, unit: 'binary-ascii' }),
      ),
    });
    fc.assert(
      fc.property(
        response,
        damage,
        cuts,
        (text, { at, remove, insert }, places) => {
          const place = at % (text.length + 1);
          const damaged =
            text.slice(0, place) + insert + text.slice(place + remove);
          // Node skips line ends before a status line, which only requests are allowed to have (RFC 9112, 2.2).
          fc.pre(!/(^|\r\n\r\n)[\r\n]/.test(damaged));
          // And it is more generous with chunk extensions, such as ones without a name.
          fc.pre(damaged.split('\r\n').every(hasNoOddExtension));
          // To it, a tab behind a value is part of the value (against RFC 9112, 5).
          fc.pre(!/\t[ \t]*[\r,]/.test(damaged));
          expectAgreement(split(damaged, places), false);
        },
      ),
      { numRuns: 8000, seed: 5 },
    );
  });
});
