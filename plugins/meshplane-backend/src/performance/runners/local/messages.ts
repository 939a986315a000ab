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

import {
  loadProfileSchema,
  runResultSchema,
  sliceSchema,
} from '@meshplane/benchmark/model';
import {
  liveStateSchema,
  loadGeneratorSchema,
} from '@meshplane/plugin-meshplane-common';
import { z } from 'zod';

/** From the backend to the process that makes the load; the profile has its secrets in it. */
export const toLoadProcessSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('start'),
    runId: z.string(),
    load: loadProfileSchema,
    generator: loadGeneratorSchema,
    /** Path of the generator's program, where it is not the one on the PATH. */
    program: z.string().optional(),
    /** By host name as the profile writes it. */
    addresses: z.record(z.string(), z.array(z.string()).min(1)),
    niceness: z.number().int(),
  }),
  z.object({ type: z.literal('cancel') }),
]);
export type ToLoadProcess = z.infer<typeof toLoadProcessSchema>;

/** From the process that makes the load. */
export const fromLoadProcessSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('live'), live: liveStateSchema }),
  z.object({ type: z.literal('seconds'), slices: z.array(sliceSchema) }),
  z.object({
    type: z.literal('result'),
    result: runResultSchema,
    use: z.object({
      /** Cores over the measured phase, of the threads or the program that make the load. */
      cpuMean: z.number().optional(),
      /** Bytes, of the process itself. */
      memoryMean: z.number().optional(),
      memoryMax: z.number().optional(),
      samples: z.number().int(),
    }),
  }),
  z.object({ type: z.literal('error'), message: z.string() }),
]);
export type FromLoadProcess = z.infer<typeof fromLoadProcessSchema>;
export type LoadProcessResult = Extract<FromLoadProcess, { type: 'result' }>;

/** First argument of a process that makes load; the second says for which run. */
export const LOAD_PROCESS_MARK = '--meshplane-load';

/** The argument by which processes of a run are found when their backend is gone. */
export function runMark(runId: string): string {
  return `--meshplane-run=${runId}`;
}
