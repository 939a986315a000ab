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

import { appendFile, mkdir, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import {
  exportHgrm,
  headlineLatency,
  type RunResult,
} from '@meshplane/benchmark';
import { stringify } from 'yaml';
import { UsageError } from '../../exits';
import { reason } from '../../files';
import { describeRun } from '../text/describeRun';
import { errorRate } from './errorRate';

/** Names in a folder of results; docs/performance-cli.md describes them for those who read them. */
export const INDEX_FILE = 'index.jsonl';
export const RESULT_FILE = 'result.json';
const PROFILE_FILE = 'profile.yaml';
const SUMMARY_FILE = 'summary.txt';
const HGRM_FILE = 'response.hgrm';

/** Which part a run has in a comparison. */
export interface Series {
  /** Common to all runs of one call. */
  id: string;
  side: 'candidate' | 'baseline';
  /** Place in the order in which the runs of a call went, from 0. */
  order: number;
}

/** One line of the index. */
export interface IndexEntry {
  version: 'meshplane.io/result-index/v1';
  id: string;
  name: string;
  /** Relative to the index. */
  folder: string;
  startedAt?: string;
  generator: string;
  end: RunResult['end'];
  validity: RunResult['validity']['status'];
  targetRate?: number;
  achievedRate: number;
  /** Milliseconds. */
  p50?: number;
  p99?: number;
  /** Share of requests that failed, 0–1. */
  errorRate: number;
  gates: { pass: number; fail: number; other: number };
  series?: Series;
}

/** Keeps runs in a folder, one subfolder for each, and lists them in an index. */
export class ResultFolder {
  /** @param root - absolute */
  constructor(readonly root: string, private readonly now: () => Date) {}

  /**
   * Finds out now whether results can be kept, since to find out after the load would be to lose them.
   *
   * @throws UsageError if the folder cannot be made
   */
  async prepare(): Promise<void> {
    try {
      await mkdir(this.root, { recursive: true });
      await appendFile(path.join(this.root, INDEX_FILE), '');
    } catch (error) {
      throw new UsageError(
        `--out: cannot write to "${this.root}": ${reason(error)}`,
      );
    }
  }

  /**
   * Writes one run. The subfolder appears under its name when it is complete, so that nobody reads half a result.
   *
   * @returns the subfolder, absolute
   */
  async add(result: RunResult, series?: Series): Promise<string> {
    const name = folderName(result, this.now());
    const target = path.join(this.root, name);
    const making = path.join(this.root, `.${name}.partial`);
    await mkdir(making, { recursive: true });
    const write = (file: string, text: string) =>
      writeFile(path.join(making, file), text);
    await write(RESULT_FILE, `${JSON.stringify(result, null, 2)}\n`);
    await write(SUMMARY_FILE, `${describeRun(result).join('\n')}\n`);
    if (result.profile) {
      await write(
        PROFILE_FILE,
        stringify(result.profile, { aliasDuplicateObjects: false }),
      );
    }
    if (result.latency.response?.hdr) {
      await write(HGRM_FILE, exportHgrm(result).text);
    }
    await rename(making, target);
    // One short line at a time: several commands may append to one index.
    await appendFile(
      path.join(this.root, INDEX_FILE),
      `${JSON.stringify(indexEntry(result, name, series))}\n`,
    );
    return target;
  }
}

function folderName(result: RunResult, now: Date): string {
  const time = now.toISOString().replace(/[-:]|\.\d+/g, '');
  const name = result.name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 40);
  const id = result.id.replace(/[^A-Za-z0-9]/g, '').slice(-8);
  return [time, name, id].filter(Boolean).join('-');
}

function indexEntry(
  result: RunResult,
  folder: string,
  series: Series | undefined,
): IndexEntry {
  const latency = headlineLatency(result)?.distribution;
  const ms = (p: string) => {
    const us = latency?.percentiles[p];
    return us === undefined ? undefined : us / 1000;
  };
  const verdicts = result.gates.map(({ verdict }) => verdict);
  const count = (verdict: string) =>
    verdicts.filter(each => each === verdict).length;
  const pass = count('pass');
  const fail = count('fail');
  return {
    version: 'meshplane.io/result-index/v1',
    id: result.id,
    name: result.name,
    folder,
    startedAt: result.startedAt,
    generator: result.generator.name,
    end: result.end,
    validity: result.validity.status,
    targetRate: result.targetRate,
    achievedRate: result.achievedRate,
    p50: ms('50'),
    p99: ms('99'),
    errorRate: errorRate(result),
    gates: { pass, fail, other: verdicts.length - pass - fail },
    series,
  };
}
