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

/** Where a request goes, as patterns see it. */
export interface Target {
  /** `http`, `https`, `grpc` or `grpcs`. */
  scheme: string;
  /** Lower case, without brackets and without a dot at its end; IPv4 addresses in four decimal parts. */
  host: string;
  port: number;
}

/** A parsed pattern. */
export interface TargetPattern {
  text: string;
  /** Any if it is missing. */
  scheme?: string;
  labels: readonly string[];
  /** Any if it is missing. */
  port?: number;
}

const PATTERN =
  /^(?:(https?|grpcs?):\/\/)?(\[[0-9a-f:.]+\]|[a-z0-9*](?:[a-z0-9*._-]*[a-z0-9*])?)(?::(\d{1,5}))?$/i;
const USUAL_PORTS: Record<string, number> = {
  http: 80,
  grpc: 80,
  https: 443,
  grpcs: 443,
};

/**
 * Reads `host`, `host:port` or `scheme://host[:port]`. A `*` stands for one label of the host or a part of it, never for
 * a dot. Without a port any port is meant, except behind a scheme: there it is the usual one of the scheme.
 *
 * @throws Error if it is none
 */
export function parseTargetPattern(text: string): TargetPattern {
  const match = PATTERN.exec(text.trim());
  const port = match?.[3] === undefined ? undefined : Number(match[3]);
  if (!match || (port !== undefined && (port < 1 || port > 65_535)))
    throw new Error(`"${text}" is not a target`);
  const scheme = match[1]?.toLowerCase();
  const host = normalHost(match[2]);
  return {
    text,
    scheme,
    labels: host.split('.'),
    port: port ?? (scheme ? USUAL_PORTS[scheme] : undefined),
  };
}

/** Whether a target is meant by a pattern. */
export function matchesTarget(pattern: TargetPattern, target: Target): boolean {
  const labels = target.host.split('.');
  return (
    (pattern.scheme === undefined || pattern.scheme === target.scheme) &&
    (pattern.port === undefined || pattern.port === target.port) &&
    pattern.labels.length === labels.length &&
    pattern.labels.every((label, index) => matchesLabel(label, labels[index]))
  );
}

/**
 * Where a URL of an endpoint goes.
 *
 * @throws TypeError if the URL cannot be read, or its host means something else in another spelling than an address does
 */
export function targetOf(url: string): Target {
  const scheme = new URL(url).protocol.slice(0, -1);
  // Only these schemes make one host of all spellings of an address: 0x7f.1, 2130706433 and 127.0.0.1.
  const parsed = new URL(
    url.replace(/^grpc(s?):/i, (_, secure) => `http${secure}:`),
  );
  return {
    scheme,
    host: normalHost(parsed.hostname),
    port: parsed.port === '' ? USUAL_PORTS[scheme] : Number(parsed.port),
  };
}

/** `host:port`, with brackets around IPv6 addresses. */
export function hostAndPort({ host, port }: Target): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

function normalHost(host: string): string {
  return host
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '');
}

function matchesLabel(pattern: string, label: string): boolean {
  if (!pattern.includes('*')) return pattern === label;
  const parts = pattern.split('*').map(part => part.replace(/[-_]/g, '\\$&'));
  return new RegExp(`^${parts.join('[^.]*')}$`).test(label);
}
