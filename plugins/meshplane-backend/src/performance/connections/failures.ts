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

import { ServiceUnavailableError } from '@backstage/errors';
import {
  classifyFailure,
  type Failure,
  type FailureKind,
} from '../../clusters/failures';
import { redact } from '../../clusters/redact';
import type { MetricsResponse } from './transport/MetricsTransport';

const REMEDIES: Record<FailureKind, string> = {
  unauthorized:
    'The token, or user name and password, are wrong, expired or missing: put valid ones into the configuration of this connection and restart the portal.',
  forbidden:
    'The credentials are known and may not do this: grant their account the right to read.',
  dns: 'The host name cannot be resolved: correct the address, or the DNS of the machine on which the portal runs.',
  refused:
    'Nothing listens at this address and port: check that the program runs and that address and port are right.',
  timeout:
    'Something swallows the traffic or the program is overloaded: check firewalls and routes from the portal to it.',
  network:
    'The connection broke: check network, load balancers and proxies between the portal and it.',
  tls: 'The certificate does not match: set "ca" to the authority that issued it, or correct the host name in the address.',
  portal:
    'The way through the portal to the cluster is broken: see the diagnosis of the cluster.',
  credentials:
    'The cluster of this service gave no credentials: see the diagnosis of the cluster.',
  configuration: 'Correct the configuration of this connection.',
  server:
    'It answers with an error: check its log, and that the address leads to it and not to something in front of it.',
};

/** A failure of a connection to Prometheus or Grafana, in words and without credentials. */
export function failureOf(error: unknown): Failure {
  const failure = classifyFailure(error);
  return { ...failure, remedy: REMEDIES[failure.kind] };
}

/**
 * Makes an error of an answer whose status says that it is none. The status is that of somebody else: as a property of the
 * error itself it would become the portal's own answer, and 401 there would send people to their login.
 *
 * @param address - of the connection
 */
export function refusalOf(address: string, response: MetricsResponse): Error {
  const { status } = response;
  const said = messageIn(response.text);
  const message = `"${address}" answers with ${status}${
    said ? `: ${said}` : ''
  }`;
  return Object.assign(new ServiceUnavailableError(message), {
    cause: { status },
  });
}

/** What Prometheus (`error`), Grafana and Kubernetes (`message`) say of a failure; pages of proxies say nothing. */
function messageIn(text: string): string | undefined {
  try {
    const { error, message } = JSON.parse(text) as Record<string, unknown>;
    const said = [error, message].find(one => typeof one === 'string');
    return said === undefined ? undefined : redact(said as string);
  } catch {
    const [line] = text.trim().split('\n');
    // Plain sentences such as "Unauthorized"; no HTML.
    return line && !line.startsWith('<') ? redact(line) : undefined;
  }
}
