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

import { readFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import type { FolderContent } from './walkFolder';
import { staysInside } from './walkFolder';

/** Keys that name other kustomizations or files. */
const RESOURCE_KEYS = ['resources', 'bases', 'components'] as const;
const FILE_KEYS = [
  'patches',
  'patchesStrategicMerge',
  'patchesJson6902',
  'configMapGenerator',
  'secretGenerator',
  'generators',
  'transformers',
  'validators',
  'configurations',
  'crds',
  'openapi',
  'replacements',
];
const REMOTE =
  /^(https?|ssh|git|file|oci):\/\/|^git@|^(git::|github\.com[/:])/i;

interface Kustomization {
  /** A part that only others use. */
  isComponent: boolean;
  /** Folders and files that it is built of, as it names them. */
  resources: string[];
  /** What it would fetch from elsewhere. */
  remote: string[];
  error?: string;
}

/** What is to be built, and what speaks against it. */
export interface BuildPlan {
  roots: string[];
  errors: { file: string; message: string }[];
}

/**
 * The kustomizations of a folder that no other one of it uses. Only what lies in the folder is built: the program would
 * fetch anything else from wherever a file says.
 */
export async function planBuilds(content: FolderContent): Promise<BuildPlan> {
  const all = new Map<string, Kustomization>();
  for (const [folder, file] of content.kustomizations) {
    all.set(folder, await readKustomization(file));
  }
  const used = new Set(
    [...all].flatMap(([folder, { resources }]) =>
      resources.map(one => path.resolve(folder, one)),
    ),
  );
  const roots = all.has(content.root)
    ? [content.root]
    : [...all.keys()].filter(
        folder => !used.has(folder) && !all.get(folder)?.isComponent,
      );
  const errors: BuildPlan['errors'] = [];
  for (const folder of closure(roots, all)) {
    const { resources, remote, error } = all.get(folder)!;
    const file = path.relative(
      content.root,
      content.kustomizations.get(folder)!,
    );
    if (error !== undefined) errors.push({ file, message: error });
    for (const one of remote) {
      errors.push({
        file,
        message: `"${one}" lies elsewhere, and nothing is fetched: bring it along`,
      });
    }
    for (const one of resources) {
      const target = path.resolve(folder, one);
      if (!existsSync(target)) {
        errors.push({ file, message: `"${one}" is not there` });
      } else if (!(await staysInside(target, content.root))) {
        errors.push({ file, message: `"${one}" leads out of the folder` });
      }
    }
  }
  return { roots, errors };
}

/** The roots and all that they are built of. */
function closure(
  roots: readonly string[],
  all: ReadonlyMap<string, Kustomization>,
): Set<string> {
  const reached = new Set<string>();
  const waiting = [...roots];
  for (let here = waiting.pop(); here !== undefined; here = waiting.pop()) {
    const kustomization = all.get(here);
    if (!kustomization || reached.has(here)) continue;
    reached.add(here);
    for (const one of kustomization.resources) {
      waiting.push(path.resolve(here, one));
    }
  }
  return reached;
}

async function readKustomization(file: string): Promise<Kustomization> {
  let raw: unknown;
  try {
    raw = parse(await readFile(file, 'utf8')) ?? {};
  } catch (error) {
    return {
      isComponent: false,
      resources: [],
      remote: [],
      error: (error as Error).message,
    };
  }
  const body = raw as Record<string, unknown>;
  const resources = RESOURCE_KEYS.flatMap(key => textsIn(body[key]));
  const files = FILE_KEYS.flatMap(key => textsIn(body[key]));
  return {
    isComponent: body.kind === 'Component',
    resources: resources.filter(one => !REMOTE.test(one)),
    remote: [...resources, ...files].filter(one => REMOTE.test(one)),
  };
}

/** All texts in a value: fields that name files differ from version to version, URLs do not. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') {
    // `name=file` of generators.
    return [value.replace(/^[^=:/\n]+=/, '')];
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(textsIn);
}
