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

import { ImportReport } from '../model/result';
import { ImportContext, ImportOptions } from './context';
import { decodeText } from './document/decodeText';
import { ImportLog, Locate } from './document/ImportLog';
import { defaultImportLimits } from './document/limits';
import {
  DocumentSyntaxError,
  ParsedDocument,
  parseDocuments,
} from './document/parseDocuments';
import { importFortio } from './fortio/importFortio';
import { identifyDocument, PerformanceFormat } from './identify';
import { importSmpResult } from './smp/result';
import { importSmpTestConfig } from './smp/testConfig';

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
  let documents: ParsedDocument[];
  try {
    documents = parseDocuments(decoded.text, limits);
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
  const context = (locate: Locate): ImportContext => ({
    log: new ImportLog(locate),
    limits,
    baseName: baseNameOf(options.fileName),
    latencyUnit: options.latencyUnit ?? 'ms',
    hdrUnit: options.hdrUnit ?? 'us',
    syntax: 'json',
  });
  for (const document of documents) {
    importDocument(
      document,
      { ...context(document.locate), syntax: document.syntax },
      report,
    );
  }
  return finish(report);
}

function emptyReport(): ImportReport {
  return {
    format: 'unknown',
    profiles: [],
    results: [],
    errors: [],
    warnings: [],
  };
}

function importDocument(
  document: ParsedDocument,
  context: ImportContext,
  report: ImportReport,
): void {
  const format = identifyDocument(document.value);
  if (!format) {
    context.log.error(
      'The content is no load profile and no result of a known format',
    );
  } else {
    report.format = format;
    readDocument(format, document.value, context, report);
  }
  report.errors.push(...context.log.errors);
  report.warnings.push(...context.log.warnings);
}

function readDocument(
  format: PerformanceFormat,
  value: unknown,
  context: ImportContext,
  report: ImportReport,
): void {
  switch (format) {
    case 'smp-test-config':
      report.profiles.push(...importSmpTestConfig(value, [], context));
      break;
    case 'smp-result':
      pushDefined(report.results, importSmpResult(value, [], context));
      break;
    case 'fortio':
      pushDefined(report.results, importFortio(value, [], context));
      break;
    default:
      throw new Error(`No importer for "${format}"`);
  }
}

function pushDefined<T>(list: T[], item: T | undefined): void {
  if (item !== undefined) {
    list.push(item);
  }
}

/** An import that yields nothing is an error, never an empty success. */
function finish(report: ImportReport): ImportReport {
  if (
    report.profiles.length + report.results.length === 0 &&
    report.errors.length === 0
  ) {
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
