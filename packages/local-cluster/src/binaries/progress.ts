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

/**
 * Turns the output of `go build -v` into percents: each line names a package
 * whose compilation starts. Packages of an earlier, interrupted build come from
 * Go's cache and are not printed; the main package, which is always the last one,
 * then ends the count.
 */
export class CompileProgress {
  private readonly pending: Set<string>;
  private readonly total: number;
  private readonly last?: string;

  /** @param packages - every package of the binary, dependencies first, as `go list -deps` orders them */
  constructor(packages: readonly string[]) {
    this.pending = new Set(packages);
    this.total = Math.max(1, packages.length);
    this.last = packages.at(-1);
  }

  /** Takes one line of output; gives the percent (0 to 100) compiled so far. */
  add(line: string): number {
    const name = line.trim();
    if (name === this.last) {
      this.pending.clear();
    } else {
      this.pending.delete(name);
    }
    return this.percent;
  }

  /** Compiled so far, 0 to 100. */
  get percent(): number {
    return Math.floor(((this.total - this.pending.size) / this.total) * 100);
  }

  /** Whether every package has been named, so that only linking is left. */
  get done(): boolean {
    return this.pending.size === 0;
  }
}
