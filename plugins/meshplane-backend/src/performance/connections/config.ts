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
import { clusterNameSchema } from '@meshplane/plugin-meshplane-common';
import { z } from 'zod';

/** Read as text whatever it is, so that no message about a wrong type ever quotes it. */
const secretSchema = z.coerce.string();

const serviceSchema = z.object({
  cluster: clusterNameSchema,
  namespace: z.string().regex(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/),
  name: z.string().regex(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/),
  port: z.union([
    z.number().int().min(1).max(65535),
    z.string().regex(/^[a-z0-9]([a-z0-9-]{0,13}[a-z0-9])?$/),
  ]),
  scheme: z.enum(['http', 'https']).optional(),
  path: z.string().startsWith('/').optional(),
});

const connectionShape = {
  name: z
    .string()
    .regex(
      /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/,
      'letters, digits, ".", _ and -',
    ),
  url: z.string().optional(),
  clusters: z.array(clusterNameSchema).optional(),
  token: secretSchema.optional(),
  username: z.string().min(1).optional(),
  password: secretSchema.optional(),
  ca: z.string().min(1).optional(),
};

/** Shape of `meshplane.prometheus`; relations between keys are checked by {@link readMetricsConfig}. */
export const prometheusSectionSchema = z.array(
  z.object({
    ...connectionShape,
    service: serviceSchema.optional(),
    clusterLabel: z
      .string()
      .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'the name of a label')
      .optional(),
    tenant: z.string().min(1).optional(),
  }),
);

/** Shape of `meshplane.grafana`. */
export const grafanaSectionSchema = z.array(
  z.object({
    ...connectionShape,
    annotate: z.boolean().optional(),
    datasources: z
      .array(
        z.object({ uid: z.string().min(1), prometheus: z.string().min(1) }),
      )
      .optional(),
  }),
);

/** Where a connection leads: an address, or a service of a cluster behind its API server. */
export type MetricsTarget =
  | { type: 'url'; url: URL; ca?: string; credentials?: MetricsCredentials }
  | {
      type: 'service';
      cluster: string;
      namespace: string;
      name: string;
      port: number | string;
      scheme: 'http' | 'https';
      /** Of the program behind the service, starting with a slash and without one at its end. */
      path: string;
    };

export type MetricsCredentials =
  | { type: 'bearer'; token: string }
  | { type: 'basic'; username: string; password: string };

export interface PrometheusSettings {
  name: string;
  /** Clusters that it knows; empty: all. */
  clusters: readonly string[];
  target: MetricsTarget;
  /** Label that holds the name of the cluster, where one Prometheus knows several. */
  clusterLabel?: string;
  /** Sent as `X-Scope-OrgID`, which Mimir and Cortex ask for. */
  tenant?: string;
}

export interface GrafanaSettings {
  name: string;
  /** Clusters whose boards it has; empty: all. */
  clusters: readonly string[];
  target: Extract<MetricsTarget, { type: 'url' }>;
  /** Whether runs are marked in it. */
  annotate: boolean;
  /** Names of Prometheus connections by the UIDs of data sources. */
  datasources: ReadonlyMap<string, string>;
}

/** The sections `meshplane.prometheus` and `meshplane.grafana`, checked. */
export interface MetricsConfig {
  prometheus: readonly PrometheusSettings[];
  grafana: readonly GrafanaSettings[];
}

type Entry = z.infer<typeof prometheusSectionSchema>[number];

/**
 * Checks what the schemas cannot: names are unique over both sections, each entry says where it leads, credentials are
 * whole and stay out of addresses.
 *
 * @throws InputError with the key; values that may hold credentials are not quoted
 */
export function readMetricsConfig(sections: {
  prometheus?: z.infer<typeof prometheusSectionSchema>;
  grafana?: z.infer<typeof grafanaSectionSchema>;
}): MetricsConfig {
  const keyOfName = new Map<string, string>();
  const claim = (name: string, key: string) => {
    const first = keyOfName.get(name);
    if (first) {
      throw new InputError(
        `Duplicate connection name '${name}' in '${key}.name': '${first}.name' has it already`,
      );
    }
    keyOfName.set(name, key);
  };
  const prometheus = (sections.prometheus ?? []).map((entry, index) => {
    const key = `meshplane.prometheus[${index}]`;
    claim(entry.name, key);
    const target = targetOf(entry, key);
    return {
      name: entry.name,
      clusters: clustersOf(entry, target, key),
      target,
      ...(entry.clusterLabel && { clusterLabel: entry.clusterLabel }),
      ...(entry.tenant && { tenant: entry.tenant }),
    };
  });
  const grafana = (sections.grafana ?? []).map((entry, index) => {
    const key = `meshplane.grafana[${index}]`;
    claim(entry.name, key);
    return {
      name: entry.name,
      clusters: entry.clusters ?? [],
      target: urlTarget(entry, key),
      annotate: entry.annotate ?? true,
      datasources: new Map(
        (entry.datasources ?? []).map(({ uid, prometheus: name }, at) => {
          if (!prometheus.some(one => one.name === name)) {
            throw new InputError(
              `'${key}.datasources[${at}].prometheus' names '${name}', which is not in 'meshplane.prometheus'`,
            );
          }
          return [uid, name];
        }),
      ),
    };
  });
  return { prometheus, grafana };
}

function clustersOf(
  entry: Entry,
  target: MetricsTarget,
  key: string,
): readonly string[] {
  if (target.type === 'url') return entry.clusters ?? [];
  // A Prometheus inside of a cluster knows that one, unless somebody says more.
  const clusters = entry.clusters ?? [target.cluster];
  if (!clusters.includes(target.cluster)) {
    throw new InputError(
      `'${key}.clusters' leaves out '${target.cluster}', in which '${key}.service' lies`,
    );
  }
  return clusters;
}

function targetOf(entry: Entry, key: string): MetricsTarget {
  const { service, url } = entry;
  if (!service) return urlTarget(entry, key);
  const other = (['url', 'token', 'username', 'password', 'ca'] as const).find(
    name => entry[name] !== undefined,
  );
  if (other) {
    throw new InputError(
      other === 'url'
        ? `'${key}.service' cannot be combined with '${key}.url' ('${withoutCredentials(
            url,
          )}'): remove one of them`
        : `'${key}.service' cannot be combined with '${key}.${other}': the API server of the cluster passes no credentials on`,
    );
  }
  return {
    type: 'service',
    cluster: service.cluster,
    namespace: service.namespace,
    name: service.name,
    port: service.port,
    scheme: service.scheme ?? 'http',
    path: (service.path ?? '').replace(/\/+$/, ''),
  };
}

function urlTarget(
  entry: Omit<Entry, 'service' | 'clusterLabel' | 'tenant'>,
  key: string,
): Extract<MetricsTarget, { type: 'url' }> {
  if (entry.url === undefined) {
    throw new InputError(
      `Connection '${entry.name}' in '${key}' says nowhere where it leads: set '${key}.url'`,
    );
  }
  const credentials = credentialsOf(entry, key);
  return {
    type: 'url',
    url: readUrl(entry.url, `${key}.url`),
    ...(entry.ca && { ca: entry.ca }),
    ...(credentials && { credentials }),
  };
}

function readUrl(text: string, key: string): URL {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw new InputError(
      `Invalid value '${withoutCredentials(
        text,
      )}' of configuration key '${key}': an address such as "https://prometheus.example.com" is needed`,
    );
  }
  if (url.username || url.password) {
    throw new InputError(
      `The address in '${key}' has credentials in it: use 'token', or 'username' and 'password'`,
    );
  }
  if (!/^https?:$/.test(url.protocol) || url.search || url.hash) {
    throw new InputError(
      `Invalid value '${url.origin}${url.pathname}' of configuration key '${key}': an address that starts with "https://" or "http://", without "?" and "#", is needed`,
    );
  }
  return url;
}

function credentialsOf(
  { token, username, password }: Pick<Entry, 'token' | 'username' | 'password'>,
  key: string,
): MetricsCredentials | undefined {
  if (token !== undefined && (username ?? password) !== undefined) {
    throw new InputError(
      `'${key}.token' cannot be combined with '${key}.username': remove one of them`,
    );
  }
  if ((username === undefined) !== (password === undefined)) {
    throw new InputError(
      `'${key}.username' and '${key}.password' are needed together`,
    );
  }
  if (token === '' || password === '') {
    throw new InputError(
      `'${key}.${token === '' ? 'token' : 'password'}' is empty`,
    );
  }
  if (token !== undefined) {
    // What would break the header would end up in an error of the HTTP library.
    if (!/^[\x21-\x7e]+$/.test(token)) {
      throw new InputError(
        `'${key}.token' has blanks, line ends or letters in it that no token has`,
      );
    }
    return { type: 'bearer', token };
  }
  return username === undefined || password === undefined
    ? undefined
    : { type: 'basic', username, password };
}

function withoutCredentials(text = ''): string {
  return text.replace(/\/\/[^/]*@/, '//');
}
