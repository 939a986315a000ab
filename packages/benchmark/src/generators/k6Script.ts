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

import type { LoadProfile, Stage } from '../model/profile';
import { bodyBytes, requestHeaders } from './demands';

/** Percentiles that the summary has to hold; k6 keeps nothing else. */
const STATISTICS = [
  'avg',
  'min',
  'med',
  'max',
  'count',
  'p(50)',
  'p(75)',
  'p(90)',
  'p(95)',
  'p(99)',
  'p(99.9)',
];
/** A rate that jumps is a ramp of no length. */
const JUMP = '0s';

/**
 * A k6 script that does what a profile says and writes its summary to a file. Everything of the profile is in it as one
 * JSON constant, so that nothing of it can be read as code.
 *
 * @param seconds - length of the load; other than that of the profile it is a warm-up at the first rate
 */
export function k6Script(
  profile: LoadProfile,
  {
    seconds,
    resultFile,
    headersVariable,
  }: {
    seconds: number;
    /** `stdout` prints it on one line. */
    resultFile: string;
    /**
     * Variable of the environment with the headers of every endpoint as a JSON array, for scripts that others may read;
     * without it they are in the script.
     */
    headersVariable?: string;
  },
): string {
  const data = {
    resultFile,
    options: {
      scenarios: { load: scenario(profile, seconds) },
      summaryTrendStats: STATISTICS,
      discardResponseBodies: profile.endpoints.every(
        endpoint => endpoint.expectBody === undefined,
      ),
      maxRedirects: 0,
      noConnectionReuse: false,
      insecureSkipTLSVerify: profile.tls?.verify === false,
      ...(profile.tls?.cert && profile.tls.key
        ? { tlsAuth: [{ cert: profile.tls.cert, key: profile.tls.key }] }
        : {}),
    },
    timeout: `${Math.round(profile.timeoutSeconds * 1000)}ms`,
    endpoints: profile.endpoints.map(endpoint => ({
      url: endpoint.url,
      method: endpoint.method,
      headers: headersVariable
        ? {}
        : Object.fromEntries(requestHeaders(endpoint)),
      body: bodyBytes(endpoint)?.toString('base64') ?? null,
      weight: endpoint.weight,
      expectStatus: endpoint.expectStatus ?? null,
      expectBody: endpoint.expectBody ?? null,
    })),
  };
  // The separators of lines are the only characters that JSON allows in a string and old JavaScript does not.
  const json = JSON.stringify(data)
    .replaceAll('\u2028', '\\u2028')
    .replaceAll('\u2029', '\\u2029');
  return `import http from 'k6/http';
import encoding from 'k6/encoding';
import { check } from 'k6';

const data = ${json};
export const options = data.options;
const total = data.endpoints.reduce((sum, endpoint) => sum + endpoint.weight, 0);
const headers = ${
    headersVariable
      ? `JSON.parse(__ENV[${JSON.stringify(headersVariable)}] || '[]')`
      : 'data.endpoints.map(endpoint => endpoint.headers)'
  };
const bodies = data.endpoints.map(endpoint =>
  endpoint.body === null ? null : encoding.b64decode(endpoint.body),
);

function pick() {
  let rest = Math.random() * total;
  for (let i = 0; i < data.endpoints.length; i += 1) {
    rest -= data.endpoints[i].weight;
    if (rest < 0) return i;
  }
  return data.endpoints.length - 1;
}

export default function load() {
  const index = pick();
  const endpoint = data.endpoints[index];
  const parameters = { headers: headers[index], timeout: data.timeout };
  if (endpoint.expectStatus) {
    parameters.responseCallback = http.expectedStatuses(...endpoint.expectStatus);
  }
  const response = http.request(endpoint.method, endpoint.url, bodies[index], parameters);
  if (endpoint.expectBody !== null) {
    check(response, { body: answer => answer.body === endpoint.expectBody });
  }
}

export function handleSummary(summary) {
  return { [data.resultFile]: JSON.stringify(summary) };
}
`;
}

function scenario(profile: LoadProfile, seconds: number) {
  const { load, connections } = profile;
  const gracefulStop = `${profile.drainSeconds}s`;
  if (load.model === 'closed') {
    return {
      executor: 'constant-vus',
      vus: connections,
      duration: `${seconds}s`,
      gracefulStop,
    };
  }
  const full = load.stages.reduce((sum, stage) => sum + stage.seconds, 0);
  const stages: Stage[] =
    seconds === full
      ? load.stages
      : [{ seconds, from: load.stages[0].from, to: load.stages[0].from }];
  // k6 takes whole rates: in a long unit of time, fractions become whole.
  const whole = stages.every(
    ({ from, to }) => Number.isInteger(from) && Number.isInteger(to),
  );
  const factor = whole ? 1 : 60;
  const perUnit = (rate: number) => Math.round(rate * factor);
  return {
    executor: 'ramping-arrival-rate',
    timeUnit: `${factor}s`,
    startRate: perUnit(stages[0].from),
    preAllocatedVUs: connections,
    maxVUs: connections,
    gracefulStop,
    stages: stages.flatMap((stage, index) => [
      ...(index > 0 && stages[index - 1].to !== stage.from
        ? [{ duration: JUMP, target: perUnit(stage.from) }]
        : []),
      { duration: `${stage.seconds}s`, target: perUnit(stage.to) },
    ]),
  };
}
