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

/** What became of one file or folder. */
export interface Row {
  file: string;
  format: string;
  expect: 'accept' | 'empty' | 'reject';
  /** Objects, by whoever collected the files. */
  stated: number;
  found: number;
  taken: number;
  preserved: number;
  stripped: number;
  accepted: boolean;
  /** Undefined for formats that are only read, or that programs write. */
  returns?: boolean;
}

const RENDERED = new Set(['helm', 'kustomize']);
const COLUMNS = [
  'Format',
  'Files',
  'Objects',
  'Taken',
  'Fields kept',
  'Credentials left out',
  'Refused',
  'Say the same after a way through their format',
];

/** The page of results by format, for the documentation. */
export function formatsPage(rows: readonly Row[]): string {
  const read = rows.filter(({ format }) => !RENDERED.has(format));
  const rendered = rows.filter(({ format }) => RENDERED.has(format));
  return `# Results of imports by format

<!-- Written by test/src/designs/formats.test.ts with UPDATE_DOCS=1; do not edit. -->

Real files of other projects, from catalogues, samples and test suites, as \`meshplane design import\` reads them. The files
are not part of this repository; where they are at hand, a test compares this page with what it finds.

${table(COLUMNS, formatRows(read))}

Files that are refused are empty or broken: Meshery designs without components, a manifest with a mistake, an example with
an error in its YAML. Each is refused with the reason and, where there is a place, its line.

## Folders

What the real \`helm\` and \`kubectl kustomize\` render is imported. The sources hold patches and variants, too, so that their
count can differ.

${table(
  ['Folder', 'Format', 'Objects in the sources', 'Rendered', 'Taken'],
  rendered.map(({ file, format, stated, found, taken }) => [
    `\`${file.replace(/^[^/]+\/|\/$/g, '')}\``,
    format,
    stated,
    found,
    taken,
  ]),
)}
`;
}

function formatRows(rows: readonly Row[]): (string | number)[][] {
  const formats = [...new Set(rows.map(({ format }) => format))].sort();
  return formats.map(format => {
    const mine = rows.filter(row => row.format === format);
    const accepted = mine.filter(row => row.accepted);
    const total = (of: (row: Row) => number) =>
      accepted.reduce((sum, row) => sum + of(row), 0);
    const returning = accepted.filter(({ returns }) => returns !== undefined);
    return [
      format,
      mine.length,
      total(({ stated }) => stated),
      total(({ taken }) => taken),
      total(({ preserved }) => preserved),
      total(({ stripped }) => stripped),
      mine.length - accepted.length,
      returning.length === 0
        ? 'only read'
        : `${returning.filter(({ returns }) => returns).length} of ${
            returning.length
          }`,
    ];
  });
}

/** A table of Markdown, aligned as Prettier does it. */
function table(
  head: readonly string[],
  body: readonly (string | number)[][],
): string {
  const rows = [head, ...body.map(row => row.map(String))];
  const widths = head.map((_, column) =>
    Math.max(...rows.map(row => row[column].length)),
  );
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, i) => cell.padEnd(widths[i])).join(' | ')} |`;
  return [
    line(rows[0]),
    line(widths.map(width => '-'.repeat(width))),
    ...rows.slice(1).map(line),
  ].join('\n');
}
