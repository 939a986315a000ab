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

import { LoadProfile } from '../model/profile';
import { ImportReport, RunResult } from '../model/result';
import { ImportContext, ImportOptions } from './context';
import { decodeText } from './document/decodeText';
import { ImportLog, Locate } from './document/ImportLog';
import { defaultImportLimits, ImportLimits } from './document/limits';
import { isData } from './document/overlay';
import {
  DocumentSyntaxError,
  ParsedDocument,
  parseDocuments,
} from './document/parseDocuments';
import { importFortio } from './fortio/importFortio';
import { importHdr } from './hdr/importHdr';
import {
  DocumentFormat,
  identifyDocument,
  identifyText,
  PerformanceFormat,
  performanceFormats,
  TextFormat,
} from './identify';
import { importK6 } from './k6/importK6';
import { importMesheryProfiles } from './meshery/profile';
import { importMesheryResults } from './meshery/result';
import { importOwnProfile, importOwnResult } from './own/own';
import { importSmpResult } from './smp/result';
import { importSmpTestConfig } from './smp/testConfig';
import { importVegetaRecords } from './vegeta/records';
import { importVegetaReport } from './vegeta/report';
import { importHgrm } from './wrk/hgrm';
import { importWrk } from './wrk/importWrk';

/** What one document gave. */
interface Imported {
  profiles?: LoadProfile[];
  results?: (RunResult | undefined)[];
}

const TEXT_IMPORTERS: Record<
  TextFormat,
  (text: string, context: ImportContext) => RunResult | undefined
> = { hdr: importHdr, wrk: importWrk, hgrm: importHgrm };

const DOCUMENT_IMPORTERS: Record<
  Exclude<DocumentFormat, 'vegeta-records'>,
  (value: unknown, context: ImportContext) => Imported
> = {
  'meshplane-profile': (value, context) => ({
    profiles: [importOwnProfile(value, context)].filter(isDefined),
  }),
  'meshplane-result': (value, context) => ({
    results: [importOwnResult(value, context)],
  }),
  'smp-test-config': (value, context) => ({
    profiles: importSmpTestConfig(value, [], context),
  }),
  'smp-result': (value, context) => ({
    results: [importSmpResult(value, [], context)],
  }),
  'meshery-performance-profile': (value, context) => ({
    profiles: importMesheryProfiles(value, context),
  }),
  'meshery-performance-result': (value, context) => ({
    results: importMesheryResults(value, context),
  }),
  fortio: (value, context) => ({
    results: [importFortio(value, [], context)],
  }),
  'k6-summary': (value, context) => ({
    results: [importK6(value, [], context)],
  }),
  'vegeta-report': (value, context) => ({
    results: [importVegetaReport(value, [], context)],
  }),
};

/**
 * Reads a file of any known format and tells the format by its content.
 *
 * Never throws on account of the file: everything wrong with it is in `errors`, with line and path where known. A file
 * that yields nothing has at least one error. What came out despite errors in other parts of the file is returned.
 *
 * @public
 */
export function importPerformance(
  data: Uint8Array | string,
  options: ImportOptions = {},
): ImportReport {
  const limits = { ...defaultImportLimits, ...options.limits };
  const report = emptyReport();
  const decoded = decodeText(data, limits);
  if ('problem' in decoded) {
    report.errors.push({ message: decoded.problem });
    return report;
  }
  const { text } = decoded;
  const format = identifyText(text);
  if (format) {
    const context = contextFor(options, limits, 'text');
    report.format = format;
    collect(
      report,
      { results: [TEXT_IMPORTERS[format](text, context)] },
      context.log,
    );
    return finish(report);
  }
  let documents: ParsedDocument[];
  try {
    documents = parseDocuments(text, limits);
  } catch (error) {
    if (!(error instanceof DocumentSyntaxError)) {
      throw error;
    }
    report.errors.push({
      ...(error.line === undefined ? {} : { line: error.line }),
      message: error.message,
    });
    return report;
  }
  importDocuments(documents, report, options, limits);
  return finish(report);
}

function importDocuments(
  documents: ParsedDocument[],
  report: ImportReport,
  options: ImportOptions,
  limits: ImportLimits,
): void {
  if (
    documents.length > 0 &&
    identifyDocument(documents[0].value) === 'vegeta-records'
  ) {
    // An attack is one result, however many rows it has.
    const context = contextFor(options, limits, 'json');
    report.format = 'vegeta-records';
    collect(
      report,
      { results: [importVegetaRecords(documents, context)] },
      context.log,
    );
    return;
  }
  if (documents.length > limits.maxObjects) {
    report.errors.push({
      message: `The file has ${documents.length} documents, at most ${limits.maxObjects} are read`,
    });
    return;
  }
  for (const document of documents) {
    const { value, syntax, locate } = document;
    const context = contextFor(options, limits, syntax, locate);
    const format = identifyDocument(value);
    let imported: Imported = {};
    if (!format || format === 'vegeta-records') {
      context.log.error(unknownMessage(value));
    } else {
      report.format = mergedFormat(report.format, format);
      imported = DOCUMENT_IMPORTERS[format](value, context);
    }
    collect(report, imported, context.log);
  }
}

function contextFor(
  options: ImportOptions,
  limits: ImportLimits,
  syntax: ImportContext['syntax'],
  locate?: Locate,
): ImportContext {
  return {
    log: new ImportLog(locate),
    limits,
    baseName: baseNameOf(options.fileName),
    latencyUnit: options.latencyUnit ?? 'ms',
    hdrUnit: options.hdrUnit ?? 'us',
    syntax,
  };
}

function emptyReport(): ImportReport {
  return {
    format: 'unknown',
    profiles: [],
    results: [],
    errors: [],
    warnings: [],
    counts: { objects: 0, preserved: 0, stripped: 0 },
  };
}

/** A file of several documents may mix formats. */
function mergedFormat(before: string, format: PerformanceFormat): string {
  return before === 'unknown' || before === format ? format : 'mixed';
}

function unknownMessage(value: unknown): string {
  if (
    isData(value) &&
    typeof value.version === 'string' &&
    value.version.startsWith('meshplane.io/result-index/')
  ) {
    return 'This is the index of a folder of results; import the result.json files that it names';
  }
  return `The content is none of the formats that are known: ${performanceFormats.join(
    ', ',
  )}`;
}

function collect(
  report: ImportReport,
  imported: Imported,
  log: ImportLog,
): void {
  const profiles = imported.profiles ?? [];
  const results = (imported.results ?? []).filter(isDefined);
  report.profiles.push(...profiles);
  report.results.push(...results);
  report.errors.push(...log.errors);
  report.warnings.push(...log.warnings);
  const counts = report.counts!;
  counts.objects += profiles.length + results.length;
  counts.preserved += log.preserved;
  counts.stripped += log.stripped;
}

function isDefined<T>(value: T | undefined): value is T {
  return value !== undefined;
}

/** An import that yields nothing is an error, never an empty success. */
function finish(report: ImportReport): ImportReport {
  if (report.counts!.objects === 0 && report.errors.length === 0) {
    report.errors.push({ message: 'The file holds no profile and no result' });
  }
  return report;
}

function baseNameOf(fileName: string | undefined): string | undefined {
  const base = fileName
    ?.split(/[\\/]/)
    .pop()
    ?.replace(/\.[A-Za-z0-9]{1,8}$/, '');
  return base || undefined;
}
