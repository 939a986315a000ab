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

import { useEffect, useState } from 'react';
import { layoutGraph, type LayoutInput, type LayoutResult } from './layout';

/** A worker that does not answer in this time is given up, in milliseconds. */
const WORKER_PATIENCE_MS = 10_000;

async function layoutInWorker(
  input: LayoutInput,
  signal: AbortSignal,
): Promise<LayoutResult> {
  const { createLayoutWorker } = await import('./createLayoutWorker');
  const worker = createLayoutWorker();
  let timer: ReturnType<typeof setTimeout> | undefined;
  try {
    return await new Promise<LayoutResult>((resolve, reject) => {
      timer = setTimeout(
        () => reject(new Error('The layout worker does not answer')),
        WORKER_PATIENCE_MS,
      );
      signal.addEventListener('abort', () =>
        reject(new Error('The layout is no longer wanted')),
      );
      worker.onerror = () => reject(new Error('The layout worker failed'));
      worker.onmessage = event => {
        if (event.data === 'ready') worker.postMessage(input);
        else resolve(event.data as LayoutResult);
      };
    });
  } finally {
    clearTimeout(timer);
    worker.terminate();
  }
}

/**
 * Lays out in a worker; where there is none, or it cannot be started (content security policy, module federation), in
 * this thread. The last result stays until the next one is there.
 */
export function useLayout(input: LayoutInput): LayoutResult | undefined {
  const [result, setResult] = useState<LayoutResult>();
  useEffect(() => {
    const abort = new AbortController();
    if (typeof Worker === 'undefined') {
      setResult(layoutGraph(input));
    } else {
      layoutInWorker(input, abort.signal)
        .catch(() => (abort.signal.aborted ? undefined : layoutGraph(input)))
        .then(next => {
          if (next && !abort.signal.aborted) setResult(next);
        });
    }
    return () => abort.abort();
  }, [input]);
  return result;
}
