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

import { ImportLimits } from './limits';

/** The text of a file, or why it has none. */
export type DecodedText = { text: string } | { problem: string };

const MAGIC: { bytes: number[]; name: string; advice: string }[] = [
  { bytes: [0x1f, 0x8b], name: 'gzip', advice: 'unpack it first' },
  { bytes: [0x50, 0x4b, 3, 4], name: 'zip', advice: 'unpack it first' },
  { bytes: [0x28, 0xb5, 0x2f, 0xfd], name: 'zstd', advice: 'unpack it first' },
];

/** Decodes UTF-8 strictly: a binary file must be named as such, not turned into a text of replacement characters. */
export function decodeText(
  data: Uint8Array | string,
  limits: ImportLimits,
): DecodedText {
  const size = typeof data === 'string' ? data.length : data.byteLength;
  if (size > limits.maxBytes) {
    return {
      problem: `The file has ${size} bytes, at most ${limits.maxBytes} are read`,
    };
  }
  let text: string;
  if (typeof data === 'string') {
    text = data;
  } else {
    const magic = MAGIC.find(m => m.bytes.every((b, i) => data[i] === b));
    if (magic) {
      return {
        problem: `The file is compressed (${magic.name}): ${magic.advice}`,
      };
    }
    try {
      text = new TextDecoder('utf-8', { fatal: true }).decode(data);
    } catch {
      return {
        problem:
          'The file is not UTF-8 text. Binary results must be converted first, ' +
          'such as those of vegeta with "vegeta encode --to json"',
      };
    }
  }
  // Control characters apart from tab, line feed, form feed and carriage return appear in no text format.
  // eslint-disable-next-line no-control-regex
  if (/[\u0000-\u0008\u000e-\u001a\u001c-\u001f]/.test(text)) {
    return { problem: 'The file is not text: it has control characters' };
  }
  if (text.charCodeAt(0) === 0xfeff) {
    text = text.slice(1);
  }
  return text.trim() === '' ? { problem: 'The file is empty' } : { text };
}
