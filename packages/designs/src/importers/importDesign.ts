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

import type { ImportReport } from '../model/report';
import type { KindRegistry } from '../registry/KindRegistry';
import { defaultTextLimits, type TextLimits } from '../text/limits';
import { readDocuments } from '../text/readDocuments';
import { composeImporter } from './compose/composeImporter';
import type { Importer, ImportSource } from './Importer';
import { ImportLog } from './ImportLog';
import { kubernetesImporter } from './kubernetes';
import { mesheryDesignImporters } from './meshery/designImporter';
import { patternImporter } from './meshery/patternImporter';
import { pattern2021Importer } from './meshery/pattern2021Importer';
import { nativeImporter } from './native';
import { oamDefinitionImporter } from './oam/oamDefinitionImporter';
import { oamImporter } from './oam/oamImporter';

/** From the most particular format to the most general one: everything of Kubernetes has `apiVersion` and `kind`. */
const IMPORTERS: readonly Importer[] = [
  nativeImporter,
  ...mesheryDesignImporters,
  pattern2021Importer,
  patternImporter,
  composeImporter,
  oamDefinitionImporter,
  oamImporter,
  kubernetesImporter,
];

/** Formats that a text can have, in the order in which they are tried. @public */
export const textFormats: readonly string[] = IMPORTERS.map(
  ({ format }) => format,
);

const NOTHING = 'There is nothing in it';
const OTHER_FORMAT = 'This is none of the known formats';

/**
 * Whether a text was refused only because it is something else than a design: no mistake where others lie beside it.
 *
 * @public
 */
export function isOtherFormat({ format, errors }: ImportReport): boolean {
  return (
    format === 'unknown' &&
    errors.length > 0 &&
    errors.every(
      ({ message }) => message === NOTHING || message.startsWith(OTHER_FORMAT),
    )
  );
}

/** @public */
export interface ImportTextOptions {
  /** Only names the design where the text does not. */
  fileName?: string;
  /** Kinds that are not in it are taken as opaque components and counted. */
  registry?: Pick<KindRegistry, 'find'>;
  limits?: TextLimits;
}

/**
 * Reads a design out of YAML or JSON in any known format. Never throws: what is wrong stands in the report, and with an
 * error there is no design. A text that holds nothing is an error too.
 * @public
 */
export function importText(
  text: string,
  options: ImportTextOptions = {},
): ImportReport {
  const { fileName = '', registry, limits = defaultTextLimits } = options;
  const log = new ImportLog(registry);
  const { documents, errors } = readDocuments(text, limits);
  errors.forEach(error => log.error(error));
  if (log.failed) return log.report('unknown', undefined);
  if (documents.length === 0) {
    log.error({ message: NOTHING });
    return log.report('unknown', undefined);
  }
  const source: ImportSource = { fileName, documents };
  const importer = IMPORTERS.find(one => one.recognises(source));
  if (!importer) {
    log.error({
      line: documents[0].line,
      message: `${OTHER_FORMAT}: ${textFormats.join(', ')}`,
    });
    return log.report('unknown', undefined);
  }
  return log.report(importer.format, importer.read(source, log));
}
