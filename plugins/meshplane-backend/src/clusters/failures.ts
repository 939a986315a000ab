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

import { isError } from '@backstage/errors';
import { redact } from './redact';
import { TIMEOUT_ERROR } from './timing';

/**
 * What kind of failure a request to a cluster met.
 *
 * - `unauthorized`: the API server refuses the credentials
 * - `forbidden`: it knows them and refuses the request
 * - `dns`, `refused`, `timeout`, `network`: it was not reached
 * - `tls`: it was reached and no secure connection could be made
 * - `portal`: the way through the portal failed before the cluster was asked
 * - `credentials`: a credential plugin or token file gave none
 * - `configuration`: what is configured cannot work
 * - `server`: it answered with an error
 */
export type FailureKind =
  | 'unauthorized'
  | 'forbidden'
  | 'dns'
  | 'refused'
  | 'timeout'
  | 'network'
  | 'tls'
  | 'portal'
  | 'credentials'
  | 'configuration'
  | 'server';

/** A failure in words for a person. */
export interface Failure {
  kind: FailureKind;
  /** What happened, without credentials. */
  message: string;
  /** What to do about it. */
  remedy: string;
  /** HTTP status, if there was an answer. */
  status?: number;
}

/** Name of the errors that the way through the portal itself causes. */
export const PORTAL_ERROR = 'ClusterProxyError';

/** Name of the errors of connections that get no credentials to send. */
export const CREDENTIALS_ERROR = 'ClusterCredentialsError';

const REMEDIES: Record<FailureKind, string> = {
  unauthorized:
    'The token or certificate is wrong, expired or revoked: put valid credentials into the configuration of this cluster, then reconnect.',
  forbidden:
    'Grant the service account what is missing: the page with the generated ClusterRole shows the YAML to apply.',
  dns: 'The host name cannot be resolved: correct the address, or the DNS of the machine on which the portal runs.',
  refused:
    'Nothing listens at this address and port: check that the API server runs and that address and port are right.',
  timeout:
    'Something swallows the traffic or the API server is overloaded: check firewalls, VPN and routes from the portal to the cluster, and the load of the API server.',
  network:
    'The connection broke: check network, load balancers and proxies between the portal and the cluster.',
  tls: "The certificate does not match: check the cluster's CA in the configuration, the host name in the address and the validity of the server's certificate.",
  portal:
    "The Kubernetes plugin of the portal could not pass the request on: check that it is installed and configured, and the portal's log.",
  credentials:
    'Run the credential plugin of the kubeconfig (or read its token file) by hand as the user under which the backend runs, and mend what it complains about.',
  configuration: 'Correct the configuration of this cluster.',
  server:
    "The API server answers with an error: check its log and the state of its etcd (for example with 'kubectl get --raw /readyz?verbose').",
};

const CODES: readonly [RegExp, FailureKind][] = [
  [/\b(ENOTFOUND|EAI_AGAIN|EAI_NODATA)\b/, 'dns'],
  [/\bECONNREFUSED\b/, 'refused'],
  [/\b(ETIMEDOUT|ESOCKETTIMEDOUT|UND_ERR_CONNECT_TIMEOUT)\b/, 'timeout'],
  [
    /\b(ERR_TLS_\w+|ERR_SSL_\w+|EPROTO|CERT_\w+|\w*SELF_SIGNED_CERT\w*|UNABLE_TO_\w+|DEPTH_ZERO_\w+|HOSTNAME_MISMATCH)\b/,
    'tls',
  ],
  [
    /self[- ]signed certificate|certificate has expired|unable to (verify|get) .*certificate|altnames|wrong version number/i,
    'tls',
  ],
  [
    /\b(ECONNRESET|EPIPE|EHOSTUNREACH|ENETUNREACH|ECONNABORTED|EADDRNOTAVAIL|UND_ERR_SOCKET)\b|socket hang up|Premature close|aborted/i,
    'network',
  ],
];

/**
 * Puts any error of a connection into words: errors of Node's sockets, of client-node's APIs (status in `code`) and of
 * raw requests (`status` or `statusCode`).
 */
export function classifyFailure(error: unknown): Failure {
  const status = statusOf(error);
  const text = redact(messageOf(error));
  const kind = kindOf(error, status, text);
  return {
    kind,
    message: text,
    remedy: REMEDIES[kind],
    ...(status !== undefined && { status }),
  };
}

function kindOf(
  error: unknown,
  status: number | undefined,
  text: string,
): FailureKind {
  const names = chainOf(error).map(e => (isError(e) ? e.name : ''));
  if (names.includes('InputError')) {
    return 'configuration';
  }
  if (names.includes(CREDENTIALS_ERROR)) {
    return 'credentials';
  }
  if (names.includes(TIMEOUT_ERROR)) {
    return 'timeout';
  }
  if (status === 401 || names.includes('AuthenticationError')) {
    return 'unauthorized';
  }
  if (status === 403 || names.includes('NotAllowedError')) {
    return 'forbidden';
  }
  const evidence = [...chainOf(error).map(codeOf), text].join(' ');
  const byCode = CODES.find(([pattern]) => pattern.test(evidence))?.[1];
  if (byCode) {
    return byCode;
  }
  if (names.includes(PORTAL_ERROR)) {
    return 'portal';
  }
  return status === undefined ? 'network' : 'server';
}

/** The error and its causes, outermost first. */
function chainOf(error: unknown): unknown[] {
  const chain: unknown[] = [];
  let current: unknown = error;
  // A limit, because a cause may lead back to its own error.
  while (current && chain.length < 10) {
    chain.push(current);
    current = (current as { cause?: unknown }).cause;
  }
  return chain;
}

function codeOf(error: unknown): string {
  const code = (error as { code?: unknown }).code;
  return typeof code === 'string' ? code : '';
}

function statusOf(error: unknown): number | undefined {
  for (const link of chainOf(error)) {
    const { code, status, statusCode } = link as Record<string, unknown>;
    const found = [code, status, statusCode].find(
      value => typeof value === 'number' && value >= 100 && value < 600,
    );
    if (found !== undefined) {
      return found as number;
    }
  }
  return undefined;
}

function messageOf(error: unknown): string {
  const status = statusOf(error);
  const body = (error as { body?: unknown } | undefined)?.body;
  const apiMessage = statusMessageOf(body);
  if (apiMessage) {
    return `${apiMessage} (HTTP ${status})`;
  }
  if (isError(error) && error.message) {
    // The message of client-node's ApiException goes on with body and headers in further lines.
    return error.message
      .split('\nBody:')[0]
      .trim()
      .replace(/\s*\n\s*/g, ', ');
  }
  return String(error);
}

/** The message of a Kubernetes `Status`, as object or as JSON text. */
function statusMessageOf(body: unknown): string | undefined {
  let value = body;
  if (typeof body === 'string') {
    try {
      value = JSON.parse(body);
    } catch {
      return undefined;
    }
  }
  const message = (value as { message?: unknown } | null | undefined)?.message;
  return typeof message === 'string' && message ? message : undefined;
}
