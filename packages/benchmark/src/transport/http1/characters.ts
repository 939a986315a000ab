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

/** Characters of HTTP/1.1 as lookup tables by byte (RFC 9110, 5.5 and 5.6.2). */

export const CR = 0x0d;
export const LF = 0x0a;
export const SPACE = 0x20;
export const TAB = 0x09;
export const COLON = 0x3a;
export const COMMA = 0x2c;
export const SEMICOLON = 0x3b;
export const EQUALS = 0x3d;
export const QUOTE = 0x22;
export const BACKSLASH = 0x5c;
export const ZERO = 0x30;

/** 1 for the characters of a token, such as a header name. */
export const IS_TOKEN = table(
  byte =>
    /[A-Za-z0-9]/.test(String.fromCharCode(byte)) ||
    "!#$%&'*+-.^_`|~".includes(String.fromCharCode(byte)),
);

/** 1 for the characters of a header value: everything but control characters, and the tab. */
export const IS_VALUE = table(
  byte => byte === TAB || (byte >= SPACE && byte !== 0x7f),
);

/** Value of a hexadecimal digit, or -1. */
export const HEX_VALUE = new Int8Array(256).fill(-1);
for (const digit of '0123456789abcdefABCDEF') {
  HEX_VALUE[digit.charCodeAt(0)] = parseInt(digit, 16);
}

/** Whether the bytes are the given lower-case word, in any case. Letters, digits and hyphens only. */
export function equalsWord(
  bytes: Uint8Array,
  start: number,
  end: number,
  wanted: Uint8Array,
): boolean {
  if (end - start !== wanted.length) {
    return false;
  }
  for (let i = 0; i < wanted.length; i++) {
    const byte = bytes[start + i];
    const lower = byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte;
    if (lower !== wanted[i]) {
      return false;
    }
  }
  return true;
}

/** A lower-case word for {@link equalsWord}. */
export function word(text: string): Uint8Array {
  return Uint8Array.from(text, character => character.charCodeAt(0));
}

function table(isMember: (byte: number) => boolean): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, byte) =>
    isMember(byte) ? 1 : 0,
  );
}
