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

import { cpus } from 'node:os';
import {
  SaturationOptions,
  searchSaturation,
} from '../saturation/searchSaturation';
import { startEchoServer } from './echoServer';

/** What this machine's generator can do. @public */
export interface Calibration {
  /** Highest rate that one thread sends with all validity checks passed, requests per second. */
  ratePerThread: number;
  nodeVersion: string;
  cpuModel: string;
  measuredAt: string;
}

/**
 * Finds out what one generator thread can do here, against a server in this process that answers at once. That server
 * needs a core as well; on a machine with one core the answer is too low.
 *
 * @public
 */
export async function calibrate(
  options: Pick<
    SaturationOptions,
    'signal' | 'startRate' | 'measureSeconds' | 'onStep'
  > & { connections?: number } = {},
): Promise<Calibration> {
  const { connections = 50, ...search } = options;
  const server = await startEchoServer();
  try {
    const { rate } = await searchSaturation(
      {
        name: 'calibration',
        endpoints: [{ url: server.url }],
        connections,
      },
      {
        startRate: 1000,
        measureSeconds: 3,
        settleSeconds: 1,
        repeats: 2,
        tolerance: 0.1,
        ...search,
      },
    );
    return {
      ratePerThread: rate,
      nodeVersion: process.version,
      cpuModel: cpus()[0]?.model ?? 'unknown',
      measuredAt: new Date().toISOString(),
    };
  } finally {
    await server.close();
  }
}
