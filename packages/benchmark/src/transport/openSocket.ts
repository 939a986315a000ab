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

import net from 'node:net';
import tls from 'node:tls';
import type { TransportOptions } from './TransportOptions';

/**
 * Opens a connection to the origin of a transport.
 *
 * @param alpn - protocols to offer over TLS
 * @param onread - takes what comes in, in place of `data` events; the buffer is reused
 */
export function openSocket(
  options: TransportOptions,
  alpn: string[],
  onread?: net.OnReadOpts,
): net.Socket {
  const { origin, lookup } = options;
  const target = { host: origin.host, port: origin.port, lookup, onread };
  if (!origin.secure) {
    return net.connect({ ...target, noDelay: true });
  }
  const socket = tls.connect({
    ...target,
    ...tlsOptions(options),
    ALPNProtocols: alpn,
  } as tls.ConnectionOptions);
  socket.setNoDelay(true);
  return socket;
}

/** TLS options of a transport: the chain, the dates and the name of the server are checked unless told otherwise. */
export function tlsOptions({
  origin,
  tls: settings,
}: TransportOptions): tls.ConnectionOptions {
  const name = settings?.serverName ?? origin.host;
  return {
    ca: settings?.ca,
    cert: settings?.cert,
    key: settings?.key,
    // An address must not be sent as server name (RFC 6066, 3), but it is what the certificate is checked against.
    servername: net.isIP(name) === 0 ? name : undefined,
    rejectUnauthorized: settings?.verify ?? true,
  };
}

/** Name of the event after which requests can be sent. */
export function readyEvent(options: TransportOptions): string {
  return options.origin.secure ? 'secureConnect' : 'connect';
}
