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

import { SseParser, type SseMessage } from './SseParser';

function parse(chunks: string[], options?: { maxLength?: number }) {
  const messages: SseMessage[] = [];
  const parser = new SseParser(message => messages.push(message), options);
  for (const chunk of chunks) parser.push(chunk);
  return messages;
}

describe('SseParser', () => {
  it('gives the same events wherever the stream is cut', () => {
    const stream =
      ': hi\r\n\r\nevent: cluster\r\ndata: {"a":\r\ndata: 1}\r\n\r\ndata: two\n\ndata:three\r\r';
    const whole = parse([stream]);
    expect(whole).toEqual([
      { event: 'cluster', data: '{"a":\n1}' },
      { event: 'message', data: 'two' },
    ]);
    for (let cut = 1; cut < stream.length; cut += 1)
      expect(parse([stream.slice(0, cut), stream.slice(cut)])).toEqual(whole);
    expect(parse([...stream])).toEqual(whole);
    expect(parse([stream, 'data: four\n\n'])).toEqual([
      ...whole,
      { event: 'message', data: 'three' },
      { event: 'message', data: 'four' },
    ]);
  });

  it('takes comments, unknown fields and events without data as nothing', () => {
    expect(parse([': heartbeat\n\n', 'id: 7\nretry: 5\n\n', 'x\n\n'])).toEqual(
      [],
    );
  });

  it('takes off one space after the colon only, and a byte order mark', () => {
    expect(parse(['\uFEFFdata:  two spaces\n\n'])).toEqual([
      { event: 'message', data: ' two spaces' },
    ]);
  });

  it('keeps an event back until the empty line that ends it', () => {
    expect(parse(['data: half\n'])).toEqual([]);
  });

  it('refuses an event that never ends', () => {
    expect(() => parse(['data: 123456789'], { maxLength: 10 })).toThrow(
      'longer than 10 characters',
    );
    expect(() =>
      parse(['data: 12345\n', 'data: 12345\n', 'data'], { maxLength: 10 }),
    ).toThrow('longer than 10 characters');
  });
});
