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

/** Whose turn it is. */
export interface Turn {
  arm: string;
  /** Of this side, from 1. */
  round: number;
}

/** An order and why it is that one, in a sentence. */
export interface RunOrder {
  turns: Turn[];
  note: string;
}

/**
 * The order in which sides take turns, the same for the same arguments.
 *
 * Sides that nothing has to be set up for alternate: ABBA BAAB for two; more go forwards and backwards, beginning with
 * another one each time. After every second round each side has the same mean position, so that a steady drift of the
 * environment hits all alike. Where setting up costs an operation, runs stand in blocks that mirror around the middle
 * (AAA BBBBBB AAA): the means are as good, with the fewest set-ups that allow that.
 *
 * @param arms - names, different from each other, the baseline first
 * @param rounds - runs per side
 * @param inBlocks - whether sides are set up by operations
 */
export function orderOf(
  arms: readonly string[],
  rounds: number,
  inBlocks: boolean,
): RunOrder {
  const names = inBlocks
    ? mirroredBlocks(arms, rounds)
    : alternating(arms, rounds);
  const seen = new Map<string, number>();
  const turns = names.map(arm => {
    const round = (seen.get(arm) ?? 0) + 1;
    seen.set(arm, round);
    return { arm, round };
  });
  return { turns, note: noteOf(names, arms, inBlocks) };
}

function alternating(arms: readonly string[], rounds: number): string[] {
  return Array.from({ length: rounds }, (_, round) => {
    const first = Math.floor(round / 2) % arms.length;
    const turn = [...arms.slice(first), ...arms.slice(0, first)];
    return round % 2 === 0 ? turn : turn.reverse();
  }).flat();
}

function mirroredBlocks(arms: readonly string[], rounds: number): string[] {
  const half = Math.ceil(rounds / 2);
  const block = (arm: string, runs: number) =>
    Array.from({ length: runs }, () => arm);
  return [
    ...arms.flatMap(arm => block(arm, half)),
    ...[...arms].reverse().flatMap(arm => block(arm, rounds - half)),
  ];
}

/** Blocks of one side in a row, `AA BBB A`. */
export function blocksOf(names: readonly string[]): string[][] {
  const blocks: string[][] = [];
  for (const name of names) {
    const last = blocks.at(-1);
    if (last?.[0] === name) last.push(name);
    else blocks.push([name]);
  }
  return blocks;
}

function noteOf(
  names: readonly string[],
  arms: readonly string[],
  inBlocks: boolean,
): string {
  const letters = (list: readonly string[]) =>
    list.map(name => String.fromCharCode(65 + arms.indexOf(name))).join('');
  const legend = arms
    .map((name, i) => `${String.fromCharCode(65 + i)} = ${name}`)
    .join(', ');
  if (!inBlocks)
    return `The sides take turns (${legend}): ${letters(names)
      .replace(new RegExp(`(.{${2 * arms.length}})(?=.)`, 'g'), '$1 ')
      .trim()}`;
  const blocks = blocksOf(names);
  return `Runs stand in ${
    blocks.length
  } blocks, not in turns, so that sides are set up no more often than needed (${legend}): ${blocks
    .map(letters)
    .join(
      ' ',
    )}. Something that changes in steps meanwhile can hit one side alone`;
}
