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
 * Starts the layout worker. A file of its own, loaded on demand: environments without workers (tests) never parse it.
 * The worker is named by the package's own entry, so that bundlers find it from the sources and from the built package.
 */
export function createLayoutWorker(): Worker {
  return new Worker(
    new URL('@meshplane/plugin-meshplane/layout-worker', import.meta.url),
    { type: 'module' },
  );
}
