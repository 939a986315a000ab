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

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
/** Odd factors and rotations of the four lanes; any would do that mix all bits. */
const LANES = [
  { seed: 0x243f6a88, factor: 0x9e3779b1, turn: 13 },
  { seed: 0x85a308d3, factor: 0x85ebca77, turn: 15 },
  { seed: 0x13198a2e, factor: 0xc2b2ae3d, turn: 17 },
  { seed: 0x03707344, factor: 0x27d4eb2f, turn: 19 },
] as const;

/**
 * A UUID for a text, the same on every machine: the text itself if it is one, else one of version 8, which RFC 9562 gives
 * to whoever makes them. Not for secrets: the hash is made to spread, not to hide.
 */
export function uuidOf(text: string): string {
  if (UUID.test(text)) return text;
  const hex = hash128(text)
    .map(lane => lane.toString(16).padStart(8, '0'))
    .join('');
  const variant = (8 + (parseInt(hex[16], 16) % 4)).toString(16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20),
  ].join('-');
}

function hash128(text: string): number[] {
  let lanes: number[] = LANES.map(({ seed }) => seed);
  for (let i = 0; i < text.length; i += 1)
    lanes = mixed(lanes, text.charCodeAt(i));
  // The last characters have to reach every bit, too.
  for (let round = 0; round < 8; round += 1) lanes = mixed(lanes, text.length);
  return lanes.map(lane => lane >>> 0);
}

function mixed(lanes: readonly number[], code: number): number[] {
  return lanes.map((lane, index) => {
    const { factor, turn } = LANES[index];
    const fed = Math.imul(lane ^ code ^ lanes[(index + 1) % 4], factor);
    return ((fed << turn) | (fed >>> (32 - turn))) + index;
  });
}
