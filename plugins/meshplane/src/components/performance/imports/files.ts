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

import { toBase64 } from '../../../lib/saveFile';

/** Largest file that the server takes, in bytes; in base64 it is a third larger. */
export const MAX_FILE_BYTES = 21_000_000;

/** A file that is to be imported. */
export interface ChosenFile {
  /** Tells files of one name apart. */
  key: string;
  fileName: string;
  bytes: number;
  /** In base64; absent where it could not be taken, and `problem` says why. */
  content?: string;
  problem?: string;
}

/** "1.5 MB", "12 kB". */
export function sizeWords(bytes: number): string {
  if (bytes < 1_000) return `${bytes} bytes`;
  return bytes < 1_000_000
    ? `${Math.round(bytes / 1_000)} kB`
    : `${(bytes / 1_000_000).toFixed(1)} MB`;
}

function taken(key: string, fileName: string, bytes: Uint8Array): ChosenFile {
  const file = { key, fileName, bytes: bytes.length };
  if (bytes.length === 0) return { ...file, problem: 'The file is empty.' };
  return bytes.length > MAX_FILE_BYTES
    ? {
        ...file,
        problem: `The file has ${sizeWords(
          bytes.length,
        )}; no more than ${sizeWords(MAX_FILE_BYTES)} are taken.`,
      }
    : { ...file, content: toBase64(bytes) };
}

/** Reads files of the browser; one that cannot be read does not stop the others. */
export async function readFiles(
  files: readonly File[],
  nextKey: () => string,
): Promise<ChosenFile[]> {
  return Promise.all(
    files.map(async file => {
      const key = nextKey();
      // A file of many gigabytes would be read into memory only to be refused.
      if (file.size > MAX_FILE_BYTES) {
        return {
          key,
          fileName: file.name,
          bytes: file.size,
          problem: `The file has ${sizeWords(
            file.size,
          )}; no more than ${sizeWords(MAX_FILE_BYTES)} are taken.`,
        };
      }
      try {
        return taken(key, file.name, new Uint8Array(await bytesOf(file)));
      } catch (error) {
        return {
          key,
          fileName: file.name,
          bytes: file.size,
          problem: `The file cannot be read: ${String(error)}`,
        };
      }
    }),
  );
}

function bytesOf(file: File): Promise<ArrayBuffer> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result as ArrayBuffer);
    reader.onerror = () => reject(reader.error ?? new Error('unknown reason'));
    reader.readAsArrayBuffer(file);
  });
}

/** A pasted text as a file. */
export function fileOfText(
  key: string,
  fileName: string,
  text: string,
): ChosenFile {
  return taken(key, fileName, new TextEncoder().encode(text));
}
