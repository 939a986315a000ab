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

import type { ExportedFile } from '@meshplane/plugin-meshplane-common';

/** The bytes of a text in base64. */
export function fromBase64(content: string): Uint8Array {
  return Uint8Array.from(atob(content), character => character.charCodeAt(0));
}

/** Bytes in base64; in pieces, because a call takes a limited number of arguments. */
export function toBase64(bytes: Uint8Array): string {
  const PIECE = 0x8000;
  let text = '';
  for (let at = 0; at < bytes.length; at += PIECE) {
    text += String.fromCharCode(...bytes.subarray(at, at + PIECE));
  }
  return btoa(text);
}

/** Hands a file of the API to the browser, which saves it under its name. */
export function saveFile(
  file: Pick<ExportedFile, 'fileName' | 'mediaType' | 'content'>,
): void {
  const blob = new Blob([fromBase64(file.content)], { type: file.mediaType });
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = file.fileName;
  link.click();
  URL.revokeObjectURL(url);
}
