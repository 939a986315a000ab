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

import { InputError } from '@backstage/errors';
import { KubeConfig } from '@kubernetes/client-node';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';

/** A kubeconfig whose current context was checked to be complete. */
export interface LoadedKubeconfig {
  kubeConfig: KubeConfig;
  /** Hash over everything that the connection depends on; tells nothing about it. */
  fingerprint: string;
}

/** The parts that client-node does not read, or reads too leniently. */
const fileSchema = z.object({
  contexts: z.array(z.object({ name: z.string() })).nullish(),
  users: z
    .array(
      z.object({
        name: z.string(),
        user: z.object({ tokenFile: z.string().optional() }).nullish(),
      }),
    )
    .nullish(),
});

/**
 * Reads a kubeconfig file and checks the context that is wanted from it.
 *
 * @param key - full key of the entry, for messages: `meshplane.clusters[0]`
 * @throws InputError with the key and value that has to be corrected
 */
export async function loadKubeconfig(options: {
  key: string;
  path: string;
  context?: string;
}): Promise<LoadedKubeconfig> {
  const { key } = options;
  const file = expandPath(options.path);
  const text = await readKubeconfigFile(file, key, options.path);
  const { kubeConfig, contexts, tokenFiles } = parseKubeconfig(
    text,
    key,
    options.path,
  );
  kubeConfig.makePathsAbsolute(path.dirname(file));

  const wanted = options.context ?? kubeConfig.getCurrentContext();
  const known = contexts.length
    ? `it has ${contexts.map(name => `'${name}'`).join(', ')}`
    : 'it has none';
  if (!wanted) {
    throw new InputError(
      `'${key}.context' is missing and the file '${options.path}' has no current-context; ${known}`,
    );
  }
  const context = kubeConfig.getContextObject(wanted);
  if (!context) {
    throw new InputError(
      `Unknown context '${wanted}' in '${key}.context': the file '${options.path}' does not have it; ${known}`,
    );
  }
  kubeConfig.setCurrentContext(wanted);
  const where = `context '${wanted}' of '${options.path}' ('${key}.kubeconfig')`;
  const cluster = kubeConfig.getCluster(context.cluster);
  if (!cluster) {
    throw new InputError(
      `The cluster '${context.cluster}' that ${where} names is not in the file`,
    );
  }
  const user = kubeConfig.getUser(context.user);
  if (!user) {
    throw new InputError(
      `The user '${context.user}' that ${where} names is not in the file`,
    );
  }
  if (!isHttpUrl(cluster.server)) {
    throw new InputError(
      `The server '${cluster.server}' of ${where} is not an http or https address`,
    );
  }
  if (cluster.server.startsWith('http:')) {
    // There is no TLS to verify; client-node refuses plain http unless it is told so.
    Object.assign(cluster, { skipTLSVerify: true });
  }
  const tokenFile = tokenFiles.get(user.name);
  if (tokenFile && !user.token) {
    Object.assign(user, {
      authProvider: {
        name: 'tokenFile',
        config: { tokenFile: path.resolve(path.dirname(file), tokenFile) },
      },
    });
  }

  const hash = createHash('sha256').update(`${file}\n${wanted}\n${text}`);
  for (const [what, referenced] of [
    ['certificate-authority', cluster.caFile],
    ['client-certificate', user.certFile],
    ['client-key', user.keyFile],
  ] as const) {
    if (referenced) {
      hash.update(await readReferencedFile(referenced, what, where));
    }
  }
  return { kubeConfig, fingerprint: hash.digest('hex').slice(0, 32) };
}

/** Expands a leading `~/`; relative paths are taken from the folder in which the process runs. */
export function expandPath(file: string): string {
  return file.startsWith('~/')
    ? path.join(homedir(), file.slice(2))
    : path.resolve(file);
}

async function readKubeconfigFile(
  file: string,
  key: string,
  asWritten: string,
): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new InputError(
      `Cannot read the file '${asWritten}' of '${key}.kubeconfig': ${reasonOf(
        error,
      )}`,
    );
  }
}

async function readReferencedFile(
  file: string,
  what: string,
  where: string,
): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (error) {
    throw new InputError(
      `Cannot read the file '${file}' (${what}) of ${where}: ${reasonOf(
        error,
      )}`,
    );
  }
}

function parseKubeconfig(text: string, key: string, asWritten: string) {
  const kubeConfig = new KubeConfig();
  try {
    const file = fileSchema.parse(parse(text));
    kubeConfig.loadFromString(text, { onInvalidEntry: 'filter' });
    const tokenFiles = new Map<string, string>();
    for (const { name, user } of file.users ?? []) {
      if (user?.tokenFile) {
        tokenFiles.set(name, user.tokenFile);
      }
    }
    return {
      kubeConfig,
      contexts: (file.contexts ?? []).map(context => context.name),
      tokenFiles,
    };
  } catch {
    // The parser's own message quotes lines of the file, which may be credentials.
    throw new InputError(
      `The file '${asWritten}' of '${key}.kubeconfig' is not a kubeconfig`,
    );
  }
}

function reasonOf(error: unknown): string {
  switch ((error as NodeJS.ErrnoException).code) {
    case 'ENOENT':
      return 'it does not exist';
    case 'EACCES':
      return 'the backend may not read it';
    case 'EISDIR':
      return 'it is a folder';
    default:
      return String((error as NodeJS.ErrnoException).code ?? 'unknown error');
  }
}

function isHttpUrl(address: string | undefined): boolean {
  try {
    return ['http:', 'https:'].includes(new URL(String(address)).protocol);
  } catch {
    return false;
  }
}
