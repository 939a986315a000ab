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

import type { Readable } from 'node:stream';

/** Everything outside that a verb may touch besides files and the network. @public */
export interface Terminal {
  stdin: Readable;
  /** Writes the output of a verb. */
  write(text: string): Promise<void>;
  /** Writes a message or progress, apart from the output. */
  tell(text: string): void;
  /** True if a person sees messages as they come, so that progress may be drawn. */
  interactive: boolean;
  cwd: string;
  /** Aborted when the person wants the verb to stop. */
  signal: AbortSignal;
  now(): Date;
}
