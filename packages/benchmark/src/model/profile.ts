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

import { z } from 'zod';

/**
 * What is to be sent, to whom, how fast and for how long. Durations are in seconds unless the name says milliseconds,
 * rates in requests per second over all clients and threads.
 */

const headersSchema = z.record(z.string().min(1), z.string());

/** One kind of request; `weight` is its share among the endpoints of a profile. @public */
export const endpointSchema = z.object({
  name: z.string().min(1).optional(),
  url: z.url({ protocol: /^(https?|grpcs?)$/ }),
  method: z.string().min(1).default('GET'),
  headers: headersSchema.default({}),
  cookies: headersSchema.default({}),
  /** Text, or bytes in base64. */
  body: z
    .union([z.object({ text: z.string() }), z.object({ base64: z.base64() })])
    .optional(),
  weight: z.number().positive().default(1),
  /** Statuses that count as success; default 200–399. */
  expectStatus: z.array(z.number().int()).optional(),
  /** Body that a good answer has, compared byte for byte. */
  expectBody: z.string().optional(),
});
/** @public */
export type Endpoint = z.output<typeof endpointSchema>;

/** Rate over time: from `from` to `to` in a straight line. @public */
export const stageSchema = z.object({
  seconds: z.number().positive(),
  from: z.number().nonnegative(),
  to: z.number().nonnegative(),
});
/** @public */
export type Stage = z.output<typeof stageSchema>;

/** @public */
export const loadSchema = z.discriminatedUnion('model', [
  /** Arrivals follow a schedule, whatever the server does. */
  z.object({
    model: z.literal('open'),
    stages: z.array(stageSchema).min(1),
    arrivals: z.enum(['uniform', 'poisson']).default('uniform'),
    seed: z.number().int().nonnegative().default(1),
  }),
  /** Each connection sends as soon as it has its answer: maximum throughput, never a latency statement. */
  z.object({
    model: z.literal('closed'),
    seconds: z.number().positive(),
    pipelining: z.number().int().min(1).default(1),
  }),
]);
/** @public */
export type Load = z.output<typeof loadSchema>;

/** @public */
export const transportSchema = z.enum([
  'http1',
  'http1-autocannon',
  'http2',
  'grpc',
]);
/** @public */
export type TransportName = z.output<typeof transportSchema>;

/** Server authentication is always checked unless `verify` is false, which every result then says. @public */
export const tlsSchema = z.object({
  /** PEM. */
  ca: z.string().optional(),
  cert: z.string().optional(),
  key: z.string().optional(),
  serverName: z.string().optional(),
  verify: z.boolean().default(true),
});

/** A threshold in k6's grammar, such as `p(99)<250` (milliseconds), or against a baseline `delta(p99)<5%`. @public */
export const gateSchema = z.object({
  /** `latency`, `service`, `errors`, `rate`, or `latency{endpoint:NAME}`. */
  metric: z.string().min(1).default('latency'),
  threshold: z.string().min(1),
  /** Ends the run as soon as the gate is crossed, not before `delaySeconds`. */
  abort: z.boolean().default(false),
  delaySeconds: z.number().nonnegative().default(5),
});
/** @public */
export type Gate = z.output<typeof gateSchema>;

/** @public */
export const loadProfileSchema = z.object({
  version: z
    .literal('meshplane.io/load-profile/v1')
    .default('meshplane.io/load-profile/v1'),
  name: z.string().min(1),
  labels: z.record(z.string(), z.string()).default({}),
  endpoints: z.array(endpointSchema).min(1),
  load: loadSchema,
  transport: transportSchema.default('http1'),
  connections: z.number().int().min(1).max(100_000).default(10),
  /** Requests at a time on one connection, 10 by default; HTTP/2 and gRPC only. */
  streams: z.number().int().min(1).max(10_000).optional(),
  threads: z.number().int().min(1).max(256).default(1),
  warmupSeconds: z.number().nonnegative().default(0),
  drainSeconds: z.number().nonnegative().default(5),
  timeoutSeconds: z.number().positive().default(10),
  tls: tlsSchema.optional(),
  gates: z.array(gateSchema).default([]),
  /** Fields of a foreign format that have no counterpart here, given back on export to that format. */
  preserved: z.record(z.string(), z.unknown()).optional(),
});
/** @public */
export type LoadProfile = z.output<typeof loadProfileSchema>;
/** @public */
export type LoadProfileInput = z.input<typeof loadProfileSchema>;
