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

import { RunResult } from '../../model/result';
import { ImportContext } from '../context';
import { FieldReader } from '../document/FieldReader';
import { foldKey, isData, overlayChanges } from '../document/overlay';
import { Path } from '../document/paths';
import { Exported, exportDocument, ExportError } from '../exported';
import { fortioDocument } from '../fortio/exportFortio';
import { importFortio } from '../fortio/importFortio';
import { withoutSecrets } from '../secrets';
import { Container, pack, unpack } from './container';

type Data = Record<string, unknown>;
const KEY = 'meshery-performance-result';
const ZONE_TOLERANCE_MS = 2000;

/** What is kept of the file with each run. */
interface KeptResult {
  /** The envelope without the runs in it. */
  envelope: Data;
  /** Name of the field that holds the runs, and whether it is a list. */
  runsKey: string;
  isList: boolean;
  /** Place of the envelope in the file. */
  index: number;
  /** Id and name as imported, with which a change of them is told. */
  id: string;
  name: string;
  container: Container;
  syntax: 'json' | 'yaml' | 'text';
}

/** True for a performance result of Meshery, a list or a page of them. */
export function isMesheryResult(value: unknown): boolean {
  if (Array.isArray(value)) {
    return value.length > 0 && value.some(isMesheryResult);
  }
  if (!isData(value)) {
    return false;
  }
  const keys = Object.keys(value).map(foldKey);
  return (
    keys.includes('runnerresults') ||
    (keys.includes('results') &&
      (keys.includes('pagesize') || keys.includes('totalcount')))
  );
}

/** One result per run inside of the envelopes. */
export function importMesheryResults(
  value: unknown,
  context: ImportContext,
): RunResult[] {
  const { items, container } = unpack(value, 'results', context);
  return items.flatMap((item, index) =>
    importEnvelope(item.value, item.path, index, container, context),
  );
}

function importEnvelope(
  value: unknown,
  path: Path,
  index: number,
  container: Container,
  context: ImportContext,
): RunResult[] {
  const { log } = context;
  const reader = FieldReader.of(value, path, log, 'a performance result');
  if (!reader) {
    return [];
  }
  const errorsBefore = log.errors.length;
  const name = reader.text('name');
  const mesh = reader.text('mesh');
  const id = reader.text('mesheryId') || reader.text('id');
  for (const field of ['performanceProfile', 'testId', 'owner', 'userId']) {
    reader.text(field);
  }
  const testStart = reader.time('testStartTime');
  reader.time('createdAt');
  reader.time('updatedAt');
  const raw = reader.raw('runnerResults');
  reader.countUnknown();
  if (raw === undefined) {
    reader.missing('runnerResults');
    return [];
  }
  const runs = Array.isArray(raw) ? raw : [raw];
  if (runs.length === 0) {
    reader.error('runnerResults', '"runnerResults" is empty');
  }
  if (log.errors.length > errorsBefore) {
    return [];
  }
  const [runsKey] = reader.at('runnerResults').slice(-1) as [string];
  const envelope = withoutSecrets(
    Object.fromEntries(
      Object.entries(reader.data).filter(([key]) => key !== runsKey),
    ),
    path,
    log,
  ) as Data;
  return runs.flatMap((run, i) => {
    const at: Path = Array.isArray(raw)
      ? [...path, runsKey, i]
      : [...path, runsKey];
    const suffix = runs.length > 1 ? `-${i + 1}` : '';
    const result = importFortio(run, at, context, {
      generator: generatorOf(run),
      ...(name ? { name: `${name}${suffix}` } : {}),
      ...(id ? { id: `${id}${suffix}` } : {}),
    });
    if (!result) {
      return [];
    }
    warnOfZone(result, testStart, reader);
    const kept: KeptResult = {
      envelope,
      runsKey,
      isList: Array.isArray(raw),
      index,
      id: result.id,
      name: result.name,
      container,
      syntax: context.syntax,
    };
    return [
      {
        ...result,
        startedAt: result.startedAt ?? testStart,
        labels: { ...result.labels, ...(mesh ? { mesh } : {}) },
        preserved: { ...result.preserved, [KEY]: kept },
      },
    ];
  });
}

/** Meshery writes the generator next to the numbers, whose form is always that of Fortio. */
function generatorOf(run: unknown): string {
  const key = isData(run)
    ? Object.keys(run).find(k => foldKey(k) === 'loadgenerator')
    : undefined;
  const name = key && (run as Data)[key];
  return typeof name === 'string' && name !== '' ? name : 'fortio';
}

/** Some versions wrote local time with the mark of UTC; the run's own time has the offset. */
function warnOfZone(
  result: RunResult,
  testStart: string | undefined,
  reader: FieldReader,
): void {
  if (
    testStart &&
    result.startedAt &&
    Math.abs(Date.parse(testStart) - Date.parse(result.startedAt)) >
      ZONE_TOLERANCE_MS
  ) {
    reader.log.warn(
      `The times of the start differ ("${testStart}" here, "${result.startedAt}" in the run): the one of the run was taken`,
      reader.at('testStartTime'),
    );
  }
}

/**
 * Results in Meshery's envelope, the numbers in Fortio's form. Results that came from Meshery are given back as they
 * were, apart from what was changed since.
 */
export function exportMesheryResults(
  results: readonly RunResult[],
  syntax?: 'json' | 'yaml',
): Exported {
  if (results.length === 0) {
    throw new ExportError('There is no result to export');
  }
  const envelopes = new Map<string, { first: RunResult; runs: Data[] }>();
  results.forEach((result, i) => {
    const kept = keptOf(result);
    const key = kept?.isList ? `kept ${kept.index}` : `single ${i}`;
    const entry = envelopes.get(key) ?? { first: result, runs: [] };
    entry.runs.push(runDocument(result));
    envelopes.set(key, entry);
  });
  const documents = [...envelopes.values()].map(({ first, runs }) =>
    envelopeDocument(first, runs),
  );
  const first = keptOf(results[0]);
  const keptSyntax = first?.syntax === 'yaml' ? 'yaml' : 'json';
  return exportDocument(
    pack(documents, first?.container),
    syntax ?? keptSyntax,
    first ? [] : ["Latencies were put into Fortio's coarse buckets"],
  );
}

function keptOf(result: RunResult): KeptResult | undefined {
  return result.preserved?.[KEY] as KeptResult | undefined;
}

function runDocument(result: RunResult): Data {
  const document = fortioDocument(result);
  return keptOf(result)
    ? document
    : { ...document, 'load-generator': result.generator.name };
}

function envelopeDocument(result: RunResult, runs: Data[]): Data {
  const kept = keptOf(result);
  if (!kept) {
    return { ...projectEnvelope(result), runnerResults: runs[0] };
  }
  const baseline: RunResult = {
    ...result,
    id: kept.id,
    name: kept.name,
    labels: {
      ...result.labels,
      mesh: String(fieldOf(kept.envelope, 'mesh') ?? ''),
    },
  };
  const envelope = overlayChanges(
    kept.envelope,
    projectEnvelope(baseline),
    projectEnvelope({
      ...result,
      labels: { ...result.labels, mesh: result.labels.mesh ?? '' },
    }),
  );
  return { ...envelope, [kept.runsKey]: kept.isList ? runs : runs[0] };
}

function fieldOf(data: Data, folded: string): unknown {
  const key = Object.keys(data).find(k => foldKey(k) === folded);
  return key === undefined ? undefined : data[key];
}

function projectEnvelope(result: RunResult): Data {
  return {
    mesheryId: result.id,
    name: result.name,
    mesh: result.labels.mesh ?? '',
    serverMetrics: null,
    serverBoardConfig: null,
    ...(result.startedAt ? { testStartTime: result.startedAt } : {}),
  };
}
