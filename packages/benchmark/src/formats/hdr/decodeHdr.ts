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

import { inflateSync } from 'node:zlib';
import { decodeFromCompressedBase64, JsHistogram } from 'hdr-histogram-js';

const COMPRESSED_COOKIE = 0x1c849304;
const PLAIN_COOKIE = 0x1c849303;
/** A histogram of five digits over 64 bits inflates to no more. */
const MAX_INFLATED_BYTES = 32 * 1024 * 1024;
const HEADER_BYTES = 40;

/**
 * Decodes an HDR histogram in the V2 compressed base64 form that all HdrHistogram libraries share.
 *
 * The text may come from outside: cookie, size and precision are checked before the library allocates for them.
 *
 * @throws Error that says what is wrong with the text.
 */
export function decodeHdr(base64: string): JsHistogram {
  const text = base64.trim();
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(text) || text.length % 4 !== 0) {
    throw new Error('the text is not base64, or it is cut off');
  }
  const bytes = Buffer.from(text, 'base64');
  if (bytes.length < 8 || !hasCookie(bytes, COMPRESSED_COOKIE)) {
    throw new Error(
      'it is no HDR histogram of version 2 (those begin with "HISTFAAA")',
    );
  }
  const length = bytes.readInt32BE(4);
  if (length < 0 || length > bytes.length - 8) {
    throw new Error('it is cut off');
  }
  let inner: Buffer;
  try {
    inner = inflateSync(bytes.subarray(8, 8 + length), {
      maxOutputLength: MAX_INFLATED_BYTES,
    });
  } catch (error) {
    throw new Error(`it cannot be inflated (${(error as Error).message})`);
  }
  if (inner.length < HEADER_BYTES || !hasCookie(inner, PLAIN_COOKIE)) {
    throw new Error('its content has no header of an HDR histogram');
  }
  const digits = inner.readInt32BE(12);
  const lowest = Number(inner.readBigInt64BE(16));
  const highest = Number(inner.readBigInt64BE(24));
  if (
    digits < 0 ||
    digits > 5 ||
    lowest < 1 ||
    highest < 2 * lowest ||
    highest > Number.MAX_SAFE_INTEGER
  ) {
    throw new Error(
      `its header is implausible (${digits} digits, ${lowest} to ${highest})`,
    );
  }
  let histogram: JsHistogram;
  try {
    histogram = decodeFromCompressedBase64(text) as JsHistogram;
  } catch (error) {
    throw new Error(`its counts are broken (${(error as Error).message})`);
  }
  if (!Number.isSafeInteger(histogram.totalCount) || histogram.totalCount < 0) {
    throw new Error('its counts are broken');
  }
  return histogram;
}

/** The word size in the cookie's second nibble differs between libraries and does not matter. */
function hasCookie(bytes: Buffer, cookie: number): boolean {
  // eslint-disable-next-line no-bitwise
  return (bytes.readInt32BE(0) & ~0xf0) === cookie;
}

/** Calls back for every value range that holds samples, from low to high. */
export function forEachRecorded(
  histogram: JsHistogram,
  visit: (lowest: number, highest: number, count: number) => void,
): void {
  const iterator = histogram.recordedValuesIterator;
  iterator.reset();
  while (iterator.hasNext()) {
    const step = iterator.next();
    visit(
      histogram.lowestEquivalentValue(step.valueIteratedTo),
      histogram.highestEquivalentValue(step.valueIteratedTo),
      step.countAtValueIteratedTo,
    );
  }
}
