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

import { isDictionary, type Dictionary } from '../Importer';

/** A port that a service of Compose listens on. */
export interface ComposePort {
  port: number;
  /** Where it is published on the host. */
  published?: number;
  protocol: 'TCP' | 'UDP';
}

/** A place where something is mounted; the source is a named volume, a path of the host, or nothing. */
export interface ComposeMount {
  type: 'volume' | 'bind' | 'tmpfs';
  source?: string;
  target: string;
  readOnly: boolean;
}

/** Compose writes nearly everything in a short and a long form; here is one form. */
export function portsOf(service: Dictionary): ComposePort[] {
  const found = [
    ...entriesOf(service.ports).flatMap(parsePort),
    ...entriesOf(service.expose).flatMap(parsePort),
  ];
  const seen = new Set<string>();
  return found.filter(({ port, protocol }) => {
    const key = `${port}/${protocol}`;
    return !seen.has(key) && seen.add(key);
  });
}

const PORT =
  /^(?:(?:\[[^\]]+\]|[\d.]+):)?(?:(\d+)(?:-\d+)?:)?(\d+)(?:-(\d+))?(?:\/(tcp|udp))?$/i;

function parsePort(entry: unknown): ComposePort[] {
  if (isDictionary(entry)) {
    const port = Number(entry.target);
    if (!isPort(port)) return [];
    const published = Number(entry.published);
    return [
      {
        port,
        ...(isPort(published) && { published }),
        protocol:
          String(entry.protocol).toLowerCase() === 'udp' ? 'UDP' : 'TCP',
      },
    ];
  }
  const match = PORT.exec(String(entry).trim());
  if (!match) return [];
  const [, published, first, last, protocol] = match;
  const from = Number(first);
  const to = Math.min(Number(last ?? first), from + 99);
  const ports: ComposePort[] = [];
  for (let port = from; port <= to; port += 1) {
    if (!isPort(port)) break;
    ports.push({
      port,
      ...(published && { published: Number(published) + port - from }),
      protocol: protocol?.toLowerCase() === 'udp' ? 'UDP' : 'TCP',
    });
  }
  return ports;
}

function isPort(value: number): boolean {
  return Number.isInteger(value) && value > 0 && value < 65_536;
}

export function mountsOf(service: Dictionary): ComposeMount[] {
  const temporary = (
    typeof service.tmpfs === 'string'
      ? [service.tmpfs]
      : entriesOf(service.tmpfs)
  ).map(target => ({
    type: 'tmpfs' as const,
    target: String(target),
    readOnly: false,
  }));
  return [...entriesOf(service.volumes).flatMap(parseMount), ...temporary];
}

function parseMount(entry: unknown): ComposeMount[] {
  if (isDictionary(entry)) {
    const { type, source, target } = entry;
    if (typeof target !== 'string') return [];
    return [
      {
        type: type === 'bind' || type === 'tmpfs' ? type : 'volume',
        ...(typeof source === 'string' && { source }),
        target,
        readOnly: entry.read_only === true,
      },
    ];
  }
  const [first, second, mode] = String(entry).split(':');
  if (second === undefined)
    return [{ type: 'volume', target: first, readOnly: false }];
  return [
    {
      type: /^[./~$]/.test(first) ? 'bind' : 'volume',
      source: first,
      target: second,
      readOnly: mode?.split(',').includes('ro') ?? false,
    },
  ];
}

/** Environment as a map; undefined for variables that take the value of the host's. */
export function environmentOf(
  service: Dictionary,
): Record<string, string | undefined> {
  if (isDictionary(service.environment)) {
    return Object.fromEntries(
      Object.entries(service.environment).map(([name, value]) => [
        name,
        value === null || value === undefined ? undefined : String(value),
      ]),
    );
  }
  return Object.fromEntries(
    entriesOf(service.environment).map(entry => {
      const text = String(entry);
      const equals = text.indexOf('=');
      return equals < 0
        ? [text, undefined]
        : [text.slice(0, equals), text.slice(equals + 1)];
    }),
  );
}

/** A command as words: lists as they are, texts as a shell would split them. */
export function wordsOf(value: unknown): string[] | undefined {
  if (Array.isArray(value)) return value.map(String);
  if (typeof value !== 'string' || value.trim() === '') return undefined;
  const words = value.match(/"(?:\\.|[^"\\])*"|'[^']*'|[^\s"']+/g) ?? [];
  return words.map(word =>
    /^(['"]).*\1$/.test(word) ? word.slice(1, -1) : word,
  );
}

export function entriesOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}
