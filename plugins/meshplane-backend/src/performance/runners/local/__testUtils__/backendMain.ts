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

import { LocalRunner } from '../LocalRunner';
import { requestOf } from './requestOf';

/** A backend, as far as load is concerned: makes load against the URL in its arguments until it is ended. */
const [, , runId, url] = process.argv;

void new LocalRunner({
  config: {
    niceness: 0,
    maxMemoryMb: 512,
    generators: {},
    limits: {
      maxRate: 1000,
      maxDurationSeconds: 600,
      maxConnections: 10,
      maxBodyBytes: 0,
      maxThreads: 2,
      closedLoop: false,
    },
  },
}).run(requestOf(url, { runId, seconds: 300, rate: 20 }).request);
