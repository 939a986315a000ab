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
  meshplaneEventSchema,
  meshplaneMeshReadPermission,
} from '@meshplane/plugin-meshplane-common';
import { callerOf } from '../caller';
import { streamRoute } from '../route';
import { openEventStream } from '../sse';

export const eventRoutes = [
  streamRoute({
    operationId: 'streamEvents',
    method: 'get',
    path: '/events',
    summary: 'Server-sent events that say what has changed',
    permission: meshplaneMeshReadPermission,
    events: meshplaneEventSchema,
    stream: (context, response) => {
      const { authorized, credentials, reauthorize, services } = context;
      const caller = callerOf(credentials);
      services.events.checkRoom(caller);
      openEventStream(response);
      const close = services.events.open(response, {
        caller,
        allows: authorized.allows,
        renew: async () => {
          if (credentials.expiresAt && credentials.expiresAt <= services.now())
            return undefined;
          return (await reauthorize()).allows;
        },
      });
      response.on('close', close);
      response.on('error', close);
    },
  }),
];
