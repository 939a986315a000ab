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

import { useApi } from '@backstage/core-plugin-api';
import type { MeshplaneApi } from '@meshplane/plugin-meshplane-common';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import {
  createContext,
  useContext,
  useEffect,
  useMemo,
  useState,
  type PropsWithChildren,
} from 'react';
import { meshplaneApiRef } from '../api/meshplaneApiRef';
import { eventKeys } from './eventKeys';
import { followEvents, type LiveState } from './liveEvents';
import { operationKeys } from './operationKeys';
import { RefreshPump } from './RefreshPump';

/** How often views ask while there is no event stream, in milliseconds. */
const POLLING_INTERVAL_MS = 15_000;

const LiveContext = createContext<LiveState>('connecting');

/** State of the page's event stream. */
export function useLiveState(): LiveState {
  return useContext(LiveContext);
}

// One cache per client of the backend: cards and pages of one portal share answers, portals in tests do not.
const clients = new WeakMap<MeshplaneApi, QueryClient>();

function queryClientOf(api: MeshplaneApi): QueryClient {
  let client = clients.get(api);
  if (!client) {
    client = new QueryClient({
      defaultOptions: {
        queries: {
          retry: false,
          staleTime: 5_000,
          refetchOnWindowFocus: true,
        },
      },
    });
    clients.set(api, client);
  }
  return client;
}

/**
 * Query cache and one event subscription for everything below it: views update without a reload. Mounted once by each
 * page, tab and card of this plugin.
 */
export function MeshplaneDataProvider(props: PropsWithChildren<{}>) {
  const api = useApi(meshplaneApiRef);
  const client = useMemo(() => queryClientOf(api), [api]);
  const [live, setLive] = useState<LiveState>('connecting');

  useEffect(() => {
    const abort = new AbortController();
    const pump = new RefreshPump(client);
    let greeted = false;
    void followEvents(
      api,
      {
        onState: setLive,
        onEvent: event => {
          // The first greeting comes with the first load: nothing can have been missed yet.
          if (event.type === 'hello' && !greeted) {
            greeted = true;
            return;
          }
          pump.request(eventKeys(event));
        },
      },
      abort.signal,
    );
    return () => abort.abort();
  }, [api, client]);

  useEffect(() => {
    if (live !== 'polling') return undefined;
    const timer = setInterval(() => {
      void client.invalidateQueries({ queryKey: ['fleet'] });
      void client.invalidateQueries({ queryKey: ['cluster'] });
      void client.invalidateQueries({ queryKey: operationKeys.all });
    }, POLLING_INTERVAL_MS);
    return () => clearInterval(timer);
  }, [client, live]);

  return (
    <QueryClientProvider client={client}>
      <LiveContext.Provider value={live}>{props.children}</LiveContext.Provider>
    </QueryClientProvider>
  );
}
