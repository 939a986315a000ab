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

import type { Dirent } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { UsageError } from '../../exits';
import { reason } from '../../files';

/** What a folder may hold; beyond it nothing is read. */
export interface FolderLimits {
  files: number;
  bytes: number;
  depth: number;
}

export const defaultFolderLimits: FolderLimits = {
  files: 2_000,
  bytes: 64 * 1024 * 1024,
  depth: 20,
};

/** What lies in a folder, by absolute paths in alphabetical order. */
export interface FolderContent {
  /** Without links, as the file system knows it. */
  root: string;
  /** YAML and JSON that is read as it is. */
  files: string[];
  /** Folders that Helm renders. */
  charts: string[];
  /** Folders that kustomize builds, by the file that says so. */
  kustomizations: Map<string, string>;
  /** Links, by path from the root, that lead out of it. */
  leaving: string[];
}

const TEXT = /\.(ya?ml|json)$/i;
const KUSTOMIZATION = new Set([
  'kustomization.yaml',
  'kustomization.yml',
  'Kustomization',
]);

/**
 * Looks through a folder, hidden files and folders left out. Links to files are followed within the folder only, links
 * to folders never.
 *
 * @throws UsageError if it holds more than the limits allow, or cannot be read
 */
export async function walkFolder(
  folder: string,
  limits: FolderLimits = defaultFolderLimits,
): Promise<FolderContent> {
  const root = await realpath(folder);
  const content: FolderContent = {
    root,
    files: [],
    charts: [],
    kustomizations: new Map(),
    leaving: [],
  };
  const used = { files: 0, bytes: 0 };
  const count = async (file: string) => {
    used.files += 1;
    used.bytes += (await stat(file)).size;
    if (used.files > limits.files) {
      throw new UsageError(
        `"${folder}" holds more than ${limits.files} files; name a folder further down`,
      );
    }
    if (used.bytes > limits.bytes) {
      throw new UsageError(
        `The files of "${folder}" have more than ${limits.bytes} bytes; name a folder further down`,
      );
    }
  };

  const visit = async (here: string, rendered: boolean, depth: number) => {
    if (depth > limits.depth) {
      throw new UsageError(
        `"${folder}" is more than ${limits.depth} folders deep`,
      );
    }
    const entries = (await list(here)).filter(
      ({ name }) => !name.startsWith('.'),
    );
    const names = new Set(entries.map(({ name }) => name));
    const isChart = names.has('Chart.yaml');
    const kustomization = [...KUSTOMIZATION].find(name => names.has(name));
    if (kustomization) {
      content.kustomizations.set(here, path.join(here, kustomization));
    } else if (isChart && !rendered) content.charts.push(here);
    const isRendered = rendered || isChart || kustomization !== undefined;
    for (const entry of entries) {
      const full = path.join(here, entry.name);
      if (entry.isDirectory()) {
        await visit(full, isRendered, depth + 1);
        continue;
      }
      if (entry.isSymbolicLink() && !(await staysInside(full, root))) {
        content.leaving.push(path.relative(root, full));
        continue;
      }
      if (!(await isFile(full))) continue;
      await count(full);
      if (!isRendered && TEXT.test(entry.name)) content.files.push(full);
    }
  };
  await visit(root, false, 0);
  return content;
}

async function list(folder: string): Promise<Dirent[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    throw new UsageError(`cannot read "${folder}": ${reason(error)}`);
  }
}

/** Whether a path, links followed, lies in a folder. */
export async function staysInside(
  target: string,
  root: string,
): Promise<boolean> {
  try {
    const real = await realpath(target);
    return real === root || real.startsWith(root + path.sep);
  } catch {
    return false;
  }
}

async function isFile(target: string): Promise<boolean> {
  try {
    return (await stat(target)).isFile();
  } catch {
    return false;
  }
}
