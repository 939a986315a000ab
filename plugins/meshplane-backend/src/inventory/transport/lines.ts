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

import { ProtocolError } from './errors';

const NEWLINE = 0x0a;

/**
 * Cuts a byte stream into lines, whatever the borders of its chunks are. Works on bytes, because a chunk may end within
 * a character.
 */
export class LineSplitter {
  private readonly pending: Buffer[] = [];
  private pendingBytes = 0;

  constructor(private readonly maxBytes: number) {}

  /**
   * Takes a chunk and gives the lines that it completes; empty lines are left out.
   *
   * @throws ProtocolError for a line longer than the limit
   */
  push(chunk: Buffer): string[] {
    const lines: string[] = [];
    let start = 0;
    for (;;) {
      const end = chunk.indexOf(NEWLINE, start);
      if (end === -1) break;
      this.keep(chunk.subarray(start, end));
      const line = this.take();
      if (line !== '') lines.push(line);
      start = end + 1;
    }
    if (start < chunk.length) this.keep(chunk.subarray(start));
    return lines;
  }

  /** What stands after the last line end; not empty if the stream was cut. */
  rest(): string {
    return this.take();
  }

  private keep(part: Buffer): void {
    this.pendingBytes += part.length;
    if (this.pendingBytes > this.maxBytes) {
      throw new ProtocolError(
        `A line of the watch is longer than the limit of ${this.maxBytes} bytes`,
      );
    }
    this.pending.push(part);
  }

  private take(): string {
    const line =
      this.pending.length === 1
        ? this.pending[0]
        : Buffer.concat(this.pending, this.pendingBytes);
    this.pending.length = 0;
    this.pendingBytes = 0;
    return line.toString('utf8').trim();
  }
}
