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

import { LoadProfile, loadProfileSchema } from '../../model/profile';
import { FieldReader } from '../document/FieldReader';

/** What of a Fortio run is known from elsewhere. */
interface FortioRun {
  name: string;
  runType: string;
  targetRate: number | undefined;
  seconds: number;
  threads: number | undefined;
}

/** The profile that a Fortio result ran, as far as the result tells; undefined where it names no target that can be run. */
export function readFortioProfile(
  reader: FieldReader,
  run: FortioRun,
): LoadProfile | undefined {
  const grpc = /grpc/i.test(run.runType);
  const url = reader.text('URL');
  const destination = reader.text('Destination');
  const target = grpc ? grpcTarget(destination ?? url) : url;
  const payload = reader.text('Payload', 16 * 1024 * 1024);
  const method = reader.text('MethodOverride');
  const contentType = reader.text('ContentType');
  const timeoutNs = reader.number('HTTPReqTimeOut', { min: 0 });
  if (target === undefined || run.seconds <= 0) {
    return undefined;
  }
  const parsed = loadProfileSchema.safeParse({
    name: run.name,
    endpoints: [
      {
        url: target,
        method: method || (payload || grpc ? 'POST' : 'GET'),
        ...(contentType ? { headers: { 'content-type': contentType } } : {}),
        ...(payload ? { body: { base64: payload } } : {}),
      },
    ],
    load:
      run.targetRate === undefined
        ? { model: 'closed', seconds: run.seconds }
        : {
            model: 'open',
            stages: [
              {
                seconds: run.seconds,
                from: run.targetRate,
                to: run.targetRate,
              },
            ],
          },
    transport: grpc ? 'grpc' : httpTransport(reader),
    connections: Math.max(1, run.threads ?? 1),
    ...(timeoutNs ? { timeoutSeconds: timeoutNs / 1e9 } : {}),
  });
  return parsed.success ? parsed.data : undefined;
}

function httpTransport(reader: FieldReader): 'http2' | 'http1' {
  return reader.raw('H2') === true ? 'http2' : 'http1';
}

function grpcTarget(destination: string | undefined): string | undefined {
  if (!destination || /^(grpcs?|https?):/.test(destination)) {
    return destination?.replace(/^http/, 'grpc');
  }
  return `grpc://${destination}`;
}
