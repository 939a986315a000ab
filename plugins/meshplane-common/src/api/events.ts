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
import { clusterStateSchema } from './clusters';
import { operationStateSchema } from './operations';

/**
 * Events of `GET /events` (server-sent events). They say what has changed; readers fetch what they show.
 *
 * @public
 */
export const meshplaneEventSchema = z.discriminatedUnion('type', [
  /** First event of a stream: state is current from here on. */
  z.object({ type: z.literal('hello'), at: z.string() }),
  z.object({
    type: z.literal('cluster'),
    cluster: z.string(),
    state: clusterStateSchema,
    message: z.string(),
    at: z.string(),
  }),
  /** A cluster was added to or dropped from the configuration. */
  z.object({ type: z.literal('cluster-list'), at: z.string() }),
  /** The inventory changed; at most a few per second and cluster. */
  z.object({
    type: z.literal('inventory'),
    cluster: z.string(),
    version: z.number().int(),
    /** Kinds of which objects changed. */
    kinds: z.array(z.string()),
    at: z.string(),
  }),
  /** An operation was planned, or its state changed. */
  z.object({
    type: z.literal('operation'),
    operation: z.string(),
    state: operationStateSchema,
    /** Absent for a parent. */
    cluster: z.string().optional(),
    parent: z.string().optional(),
    at: z.string(),
  }),
]);
/** @public */
export type MeshplaneEvent = z.infer<typeof meshplaneEventSchema>;
