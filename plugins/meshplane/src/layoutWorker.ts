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
 * Entry of the web worker that lays out the topology graph, so that the page stays responsive meanwhile.
 *
 * @packageDocumentation
 */

import { layoutGraph, type LayoutInput } from './components/topology/layout';

interface WorkerScope {
  onmessage: ((event: { data: LayoutInput }) => void) | null;
  postMessage(message: unknown): void;
}

const scope = globalThis as unknown as WorkerScope;

scope.onmessage = event => scope.postMessage(layoutGraph(event.data));
// Bundlers may load parts of the worker late, when a message sent at once would already be lost: it says when it listens.
scope.postMessage('ready');
