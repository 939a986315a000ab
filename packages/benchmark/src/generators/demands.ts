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

import type { Endpoint, LoadProfile } from '../model/profile';

/** What a generator is able to do; what is left out, it cannot. */
export interface Abilities {
  transports: readonly LoadProfile['transport'][];
  /** Rates: one constant, or any steps and ramps. */
  openLoop: 'none' | 'constant' | 'stages';
  closedLoop: boolean;
  severalEndpoints: boolean;
  body: boolean;
  expectStatus?: boolean;
  expectBody?: boolean;
  /** `verified`: checks certificates and takes a CA; `unverified`: never checks. */
  tls: 'verified' | 'unverified';
  clientCertificate: boolean;
}

/**
 * What a profile asks for that a generator cannot do, each as a sentence that names the field.
 *
 * @param name - the generator, as people write it
 */
export function unmetDemands(
  name: string,
  abilities: Abilities,
  profile: LoadProfile,
): string[] {
  const unmet: string[] = [];
  const say = (field: string, text: string) => {
    unmet.push(`"${field}": ${name} ${text}`);
  };
  if (!abilities.transports.includes(profile.transport)) {
    say(
      'transport',
      `cannot do "${profile.transport}"; it can do ${quoted(
        abilities.transports,
      )}`,
    );
  }
  unmetLoad(abilities, profile, say);
  if (profile.endpoints.length > 1 && !abilities.severalEndpoints) {
    say('endpoints', `takes one endpoint, not ${profile.endpoints.length}`);
  }
  for (const endpoint of profile.endpoints) {
    unmetEndpoint(abilities, endpoint, say);
  }
  unmetTls(abilities, profile, say);
  if (profile.threads > 1) {
    say('threads', 'is run with its own threads; leave "threads" at 1');
  }
  return unmet;
}

type Say = (field: string, text: string) => void;

function unmetLoad(abilities: Abilities, profile: LoadProfile, say: Say) {
  const { load } = profile;
  if (load.model === 'closed') {
    if (!abilities.closedLoop) say('load.model', 'has no closed loop');
    if (load.pipelining > 1) say('load.pipelining', 'does not pipeline');
    return;
  }
  if (abilities.openLoop === 'none') {
    say('load.model', 'is closed-loop only and holds no rate');
    return;
  }
  const steady = load.stages.every(
    stage => stage.from === stage.to && stage.to === load.stages[0].to,
  );
  if (!steady && abilities.openLoop === 'constant') {
    say('load.stages', 'holds one constant rate, no steps or ramps');
  }
  if (load.arrivals === 'poisson') {
    say('load.arrivals', 'has no Poisson arrivals');
  }
}

function unmetEndpoint(abilities: Abilities, endpoint: Endpoint, say: Say) {
  if (endpoint.body && !abilities.body) {
    say('endpoints.body', 'sends no body of your choice');
  }
  if (endpoint.expectStatus && !abilities.expectStatus) {
    say('endpoints.expectStatus', 'has its own idea of success');
  }
  if (endpoint.expectBody !== undefined && !abilities.expectBody) {
    say('endpoints.expectBody', 'compares no bodies');
  }
}

function unmetTls(abilities: Abilities, profile: LoadProfile, say: Say) {
  const secure = profile.endpoints.some(endpoint =>
    /^(https|grpcs):/.test(endpoint.url),
  );
  if (!secure) return;
  const { tls } = profile;
  if (abilities.tls === 'unverified' && tls?.verify !== false) {
    say('tls.verify', 'checks no certificates; allow it with verify: false');
  }
  if (abilities.tls === 'unverified' && tls?.ca) {
    say('tls.ca', 'takes no CA');
  }
  if (tls?.cert && !abilities.clientCertificate) {
    say('tls.cert', 'sends no client certificate');
  }
  if (tls?.serverName) say('tls.serverName', 'takes no other server name');
}

function quoted(names: readonly string[]): string {
  return names.map(name => `"${name}"`).join(', ');
}

/** The rate of a profile that {@link unmetDemands} lets through as constant; `undefined` for a closed loop. */
export function constantRate(profile: LoadProfile): number | undefined {
  return profile.load.model === 'open' ? profile.load.stages[0].to : undefined;
}

/** Length of the load, warm-up not included. */
export function loadSeconds(profile: LoadProfile): number {
  return profile.load.model === 'open'
    ? profile.load.stages.reduce((sum, stage) => sum + stage.seconds, 0)
    : profile.load.seconds;
}

/** Headers of an endpoint with its cookies as one of them. */
export function requestHeaders(endpoint: Endpoint): [string, string][] {
  const headers = Object.entries(endpoint.headers);
  const cookies = Object.entries(endpoint.cookies).map(
    ([name, value]) => `${name}=${value}`,
  );
  if (cookies.length > 0) headers.push(['Cookie', cookies.join('; ')]);
  return headers;
}

/** Body of an endpoint in bytes. */
export function bodyBytes(endpoint: Endpoint): Buffer | undefined {
  if (!endpoint.body) return undefined;
  return 'text' in endpoint.body
    ? Buffer.from(endpoint.body.text, 'utf8')
    : Buffer.from(endpoint.body.base64, 'base64');
}
