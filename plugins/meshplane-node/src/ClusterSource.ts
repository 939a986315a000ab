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

import type { ApiType, Configuration } from '@kubernetes/client-node';
import type { Readable } from 'node:stream';

/** @public */
export interface ClusterRequest {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Header names in lower case. */
  headers?: Record<string, string>;
  /** Bytes for what is not text: Helm writes its records as protobuf. */
  body?: string | Uint8Array;
  signal?: AbortSignal;
}

/** @public */
export interface ClusterResponse {
  status: number;
  headers: Record<string, string | undefined>;
  /** Body as it arrives; the caller reads it to the end or destroys it. */
  body: Readable;
}

/** A constructor of one of the client-node APIs, such as `CoreV1Api`. @public */
export type ClusterApiConstructor<T extends ApiType> = new (
  configuration: Configuration,
) => T;

/**
 * Talks to the API server of one cluster with the credentials of its source. Credentials stay inside.
 *
 * @public
 */
export interface ClusterConnection {
  /** A typed client-node API. */
  api<T extends ApiType>(type: ClusterApiConstructor<T>): T;
  /**
   * A raw request, for lists in pages and for watches.
   *
   * @param path - path and query, such as `/api/v1/pods?limit=500`
   */
  request(path: string, options?: ClusterRequest): Promise<ClusterResponse>;
  /** Address for messages to people, without credentials. */
  readonly address: string;
  /**
   * How the connection is protected: `verified` against a CA, `unverified` (encrypted, the server's certificate is not
   * checked), `none`, or `delegated` to whoever passes the requests on. Absent: not known.
   */
  readonly tls?: 'verified' | 'unverified' | 'none' | 'delegated';
  /** Ends all requests and watches that are under way. */
  close?(): void;
}

/**
 * A cluster as its source describes it.
 *
 * @public
 */
export interface ClusterDescription {
  /** Unique over all sources. */
  name: string;
  title?: string;
  note?: string;
  /**
   * `ready`: {@link ClusterDescription.connect} can be called; `starting`: not yet, `message` and `progress` say why;
   * `misconfigured`: never, `message` says what to mend.
   */
  state: 'ready' | 'starting' | 'misconfigured';
  message?: string;
  /** 0..100. */
  progress?: number;
  /** Changes when the connection has to be made anew (other address, other credentials). */
  fingerprint: string;
  connect?(): Promise<ClusterConnection>;
}

/**
 * Where clusters come from. A source is asked again and again; it answers from memory or quickly from the network.
 *
 * @public
 */
export interface ClusterSource {
  /** Shown as the origin of its clusters, such as `kubernetes-plugin`. */
  readonly id: string;
  /** @throws when the source itself cannot be read; its last clusters are kept and the problem is shown. */
  list(signal: AbortSignal): Promise<ClusterDescription[]>;
  /** Calls back when the list may have changed, if the source knows. */
  onChange?(listener: () => void): void;
}
