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

import type {
  Endpoint,
  Load,
  LoadProfile,
  LoadProfileInput,
} from '@meshplane/benchmark';
import { UsageError } from '../exits';
import { readInput, STDIN } from '../files';
import type { Terminal } from '../terminal';
import type { ProfileOptions } from './options/profileOptions';

const DEFAULT_SECONDS = 30;

/**
 * A profile with the options of a command line over it, not yet validated.
 *
 * @param base - `undefined` makes one of the options alone
 * @throws UsageError that names the flag
 */
export async function applyOptions(
  terminal: Terminal,
  base: LoadProfile | undefined,
  options: ProfileOptions,
): Promise<LoadProfileInput> {
  return {
    ...(base ?? {}),
    name: options.name ?? base?.name ?? nameOf(options.url),
    labels: { ...base?.labels, ...options.label },
    endpoints: await endpoints(terminal, base, options),
    load: load(base?.load, options),
    ...defined({
      transport: options.transport as LoadProfileInput['transport'],
      connections: options.connections,
      threads: options.threads,
      warmupSeconds: options.warmup,
      drainSeconds: options.drain,
      timeoutSeconds: options.timeout,
    }),
    tls: await tls(terminal, base, options),
    gates: gates(base, options),
  };
}

async function endpoints(
  terminal: Terminal,
  base: LoadProfile | undefined,
  options: ProfileOptions,
): Promise<LoadProfileInput['endpoints']> {
  const before = base?.endpoints ?? [];
  if (before.length > 1 && options.url !== undefined) {
    throw new UsageError(
      `--url: the profile has ${before.length} endpoints, so that one URL cannot replace them`,
    );
  }
  const body = await bodyOf(terminal, options);
  const list: (Partial<Endpoint> & { url: string })[] =
    before.length > 0 ? before : [{ url: options.url ?? '' }];
  return list.map(endpoint => ({
    ...endpoint,
    ...defined({ url: options.url, body, expectStatus: options.expectStatus }),
    // A body makes a request that is not a GET, unless the profile or a flag says otherwise.
    method:
      options.method ??
      endpoint.method ??
      (body === undefined ? 'GET' : 'POST'),
    headers: { ...endpoint.headers, ...options.header },
    cookies: { ...endpoint.cookies, ...options.cookie },
  }));
}

async function bodyOf(
  terminal: Terminal,
  { body, bodyFile }: ProfileOptions,
): Promise<Endpoint['body']> {
  if (body !== undefined && bodyFile !== undefined) {
    throw new UsageError('--body and --body-file: give one of them');
  }
  if (bodyFile === undefined && body !== STDIN) {
    return body === undefined ? undefined : { text: body };
  }
  const bytes = await readInput(
    terminal,
    bodyFile ?? STDIN,
    bodyFile === undefined ? '--body' : '--body-file',
  );
  return { base64: bytes.toString('base64') };
}

function load(base: Load | undefined, options: ProfileOptions): Load {
  const { rate, stages, duration } = options;
  if (stages && (rate !== undefined || duration !== undefined)) {
    throw new UsageError(
      '--stages says rates and durations; leave out --rate and --duration',
    );
  }
  const chosen = chosenLoad(base, options);
  if (chosen.model === 'closed') {
    if (options.arrivals !== undefined || options.seed !== undefined) {
      throw new UsageError(
        '--arrivals and --seed: with "--rate max" there is no schedule',
      );
    }
    return { ...chosen, pipelining: options.pipelining ?? chosen.pipelining };
  }
  if (options.pipelining !== undefined) {
    throw new UsageError('--pipelining: only with "--rate max"');
  }
  return {
    ...chosen,
    arrivals: options.arrivals ?? chosen.arrivals,
    seed: options.seed ?? chosen.seed,
  };
}

function chosenLoad(
  base: Load | undefined,
  { rate, stages, duration }: ProfileOptions,
): Load {
  const open = base?.model === 'open' ? base : undefined;
  const schedule = {
    model: 'open' as const,
    arrivals: open?.arrivals ?? ('uniform' as const),
    seed: open?.seed ?? 1,
  };
  if (stages) return { ...schedule, stages };
  if (rate === undefined && base === undefined) {
    throw new UsageError(
      '--rate: how many requests per second? Give a number, or "max" for as fast as answers come',
    );
  }
  if (rate === undefined && base !== undefined) {
    return duration === undefined ? base : lasting(base, duration);
  }
  const seconds = duration ?? secondsOf(base) ?? DEFAULT_SECONDS;
  if (rate === 'max') {
    const pipelining = base?.model === 'closed' ? base.pipelining : 1;
    return { model: 'closed', seconds, pipelining };
  }
  const constant = rate as number;
  return { ...schedule, stages: [{ seconds, from: constant, to: constant }] };
}

function lasting(base: Load, seconds: number): Load {
  if (base.model === 'closed') return { ...base, seconds };
  if (base.stages.length > 1) {
    throw new UsageError(
      `--duration: the profile has ${base.stages.length} stages; give --stages instead`,
    );
  }
  return { ...base, stages: [{ ...base.stages[0], seconds }] };
}

function secondsOf(base: Load | undefined): number | undefined {
  if (!base) return undefined;
  return base.model === 'closed'
    ? base.seconds
    : base.stages.reduce((sum, stage) => sum + stage.seconds, 0);
}

async function tls(
  terminal: Terminal,
  base: LoadProfile | undefined,
  options: ProfileOptions,
): Promise<LoadProfileInput['tls']> {
  const pem = async (file: string | undefined, flag: string) =>
    file === undefined
      ? undefined
      : (await readInput(terminal, file, flag)).toString('utf8');
  if ((options.cert === undefined) !== (options.key === undefined)) {
    throw new UsageError('--cert and --key: give both of them or none');
  }
  const given = defined({
    ca: await pem(options.ca, '--ca'),
    cert: await pem(options.cert, '--cert'),
    key: await pem(options.key, '--key'),
    serverName: options.serverName,
    verify: options.insecure ? false : undefined,
  });
  return base?.tls || Object.keys(given).length > 0
    ? { ...base?.tls, ...given }
    : undefined;
}

function gates(
  base: LoadProfile | undefined,
  options: ProfileOptions,
): LoadProfileInput['gates'] {
  const all = options.gates ?? base?.gates ?? [];
  if (!options.abortOnGate) return all;
  if (all.length === 0) {
    throw new UsageError('--abort-on-gate: there is no gate; add --gates');
  }
  return all.map(gate => ({ ...gate, abort: true }));
}

function nameOf(url: string | undefined): string {
  try {
    const { host, pathname } = new URL(url ?? '');
    return `${host}${pathname === '/' ? '' : pathname}`;
  } catch {
    // The schema says what is wrong with it.
    return 'run';
  }
}

/** The properties that have a value, so that they override and the others do not. */
function defined<T extends object>(values: T): Partial<T> {
  return Object.fromEntries(
    Object.entries(values).filter(([, value]) => value !== undefined),
  ) as Partial<T>;
}
