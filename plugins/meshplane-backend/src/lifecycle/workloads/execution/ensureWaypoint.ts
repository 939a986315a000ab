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

import { ConflictError } from '@backstage/errors';
import { z } from 'zod';
import type { KubeObject, Manifests } from '../../../manifests/model';
import type {
  StepCheck,
  StepContext,
  StepExecutor,
  StepOutcome,
} from '../../../operations/model';
import { pollUntil, systemPause, type Pause } from './waiting';

/** Type of the step that makes the waypoint of a namespace. */
export const ENSURE_WAYPOINT = 'ensure-waypoint';

/** Class of the Gateways that istiod runs as waypoints. */
export const WAYPOINT_CLASS = 'istio-waypoint';

const paramsSchema = z.object({
  namespace: z.string(),
  name: z.string(),
  timeoutSeconds: z.number().min(1),
});
type Params = z.output<typeof paramsSchema>;

const recordSchema = z.object({
  made: z.boolean(),
  uid: z.string().optional(),
});

const gatewaySchema = z.looseObject({
  metadata: z.looseObject({ uid: z.string().optional() }),
  spec: z.looseObject({ gatewayClassName: z.string() }),
  status: z
    .looseObject({
      conditions: z
        .array(
          z.looseObject({
            type: z.string(),
            status: z.string(),
            message: z.string().optional(),
          }),
        )
        .nullish(),
    })
    .nullish(),
});
type LiveGateway = z.output<typeof gatewaySchema>;

const refOf = ({ namespace, name }: Params) => ({
  apiVersion: 'gateway.networking.k8s.io/v1',
  kind: 'Gateway',
  namespace,
  name,
});

/** The Gateway that becomes a waypoint for the services of a namespace. */
export function waypointGateway(namespace: string, name: string): KubeObject {
  return {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'Gateway',
    metadata: {
      name,
      namespace,
      labels: {
        'app.kubernetes.io/managed-by': 'meshplane',
        'istio.io/waypoint-for': 'service',
      },
    },
    spec: {
      gatewayClassName: WAYPOINT_CLASS,
      listeners: [{ name: 'mesh', port: 15008, protocol: 'HBONE' }],
    },
  };
}

/** Makes a waypoint if there is none of that name, and waits until istiod has programmed it. */
export class EnsureWaypointExecutor implements StepExecutor<Params> {
  readonly type = ENSURE_WAYPOINT;
  readonly params = paramsSchema as z.ZodType<Params>;
  readonly #manifests: Pick<Manifests, 'get' | 'apply' | 'delete'>;
  readonly #pause: Pause;

  constructor(options: {
    manifests: Pick<Manifests, 'get' | 'apply' | 'delete'>;
    pause?: Pause;
  }) {
    this.#manifests = options.manifests;
    this.#pause = options.pause ?? systemPause;
  }

  async check(params: Params, context: StepContext): Promise<StepCheck> {
    const found = await this.#read(params, context);
    if (!found) return { state: 'todo', detail: 'There is no such waypoint' };
    const obstacle = obstacleOf(found, params);
    if (obstacle) return { state: 'blocked', detail: obstacle };
    return programmed(found)
      ? { state: 'done', detail: `Waypoint "${params.name}" is programmed` }
      : { state: 'todo', detail: `Waypoint "${params.name}" is not ready` };
  }

  async run(params: Params, context: StepContext): Promise<StepOutcome> {
    const { namespace, name, timeoutSeconds } = params;
    const existing = await this.#read(params, context);
    if (existing) {
      const obstacle = obstacleOf(existing, params);
      if (obstacle) throw new ConflictError(obstacle);
    } else {
      // Noted before it is made: a crash in between must not leave it without an owner.
      await context.record({ made: true });
      await this.#manifests.apply(
        context.connection,
        waypointGateway(namespace, name),
        { signal: context.signal },
      );
      const made = await this.#read(params, context);
      await context.record({ made: true, uid: made?.metadata.uid });
      context.log('info', `Gateway ${namespace}/${name} is made`);
    }
    const { value } = await pollUntil(
      () => this.#read(params, context),
      found => found !== undefined && programmed(found),
      {
        timeoutMs: timeoutSeconds * 1000,
        signal: context.signal,
        pause: this.#pause,
        now: () => context.now(),
      },
    );
    if (!value || !programmed(value)) {
      const why = value?.status?.conditions?.find(
        ({ type, status }) => type === 'Programmed' && status !== 'True',
      )?.message;
      throw new Error(
        `Waypoint ${namespace}/${name} is not programmed after ${timeoutSeconds} s${
          why ? `: ${why}` : '; look at the log of istiod'
        }`,
      );
    }
    return { detail: `Waypoint "${name}" is programmed` };
  }

  async undo(params: Params, context: StepContext): Promise<StepOutcome> {
    const recorded = recordSchema.safeParse(context.recorded);
    if (!recorded.success || !recorded.data.made) {
      return { detail: `Waypoint "${params.name}" was there before` };
    }
    const gone = await this.#manifests.delete(
      context.connection,
      refOf(params),
      { uid: recorded.data.uid, signal: context.signal },
    );
    return {
      detail: gone
        ? `Waypoint "${params.name}" is removed`
        : `Waypoint "${params.name}" was gone already`,
    };
  }

  async #read(
    params: Params,
    context: StepContext,
  ): Promise<LiveGateway | undefined> {
    const found = await this.#manifests.get(context.connection, refOf(params), {
      signal: context.signal,
    });
    return found && gatewaySchema.parse(found);
  }
}

function programmed({ status }: LiveGateway): boolean {
  return Boolean(
    status?.conditions?.some(
      ({ type, status: on }) => type === 'Programmed' && on === 'True',
    ),
  );
}

function obstacleOf(
  { spec }: LiveGateway,
  { namespace, name }: Params,
): string | undefined {
  return spec.gatewayClassName === WAYPOINT_CLASS
    ? undefined
    : `Gateway ${namespace}/${name} is of class "${spec.gatewayClassName}", not "${WAYPOINT_CLASS}": choose another name for the waypoint`;
}
