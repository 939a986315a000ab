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

import type { LoggerService } from '@backstage/backend-plugin-api';
import type { NotificationService } from '@backstage/plugin-notifications-node';
import { PortalNotifier } from '../../events/PortalNotifier';
import type { RunRow } from '../stores/model';

const TOPIC = 'meshplane-performance';
const BAD_STATES: readonly RunRow['state'][] = [
  'failed',
  'interrupted',
  'refused',
];

/** Page of a run in the portal. */
export function runLink(id: string) {
  return `/performance/runs/${encodeURIComponent(id)}`;
}

/**
 * Tells people how runs have ended, through the portal's notifications where it has them: who started one by hand hears
 * of every end, the owners of the measured component of failed gates, and both of scheduled runs only what is wrong.
 * Runs of experiments are left to their experiment.
 */
export class RunNotifier {
  readonly #portal: PortalNotifier;

  constructor(options: {
    notifications?: NotificationService;
    logger: LoggerService;
  }) {
    this.#portal = new PortalNotifier(TOPIC, options);
  }

  ended(run: RunRow) {
    if (run.origin === 'experiment') return;
    const gateFailed = run.gate === 'fail';
    const isBad = gateFailed || BAD_STATES.includes(run.state);
    if (run.origin === 'schedule' && !isBad) return;
    const recipients = [
      run.createdBy,
      // The portal finds the owners of a component.
      ...(gateFailed && run.entityRef ? [run.entityRef] : []),
    ];
    this.#portal.send(recipients, {
      title: `${run.name} ${endOf(run)}`,
      description: run.message,
      link: runLink(run.id),
      severity: isBad ? 'high' : 'normal',
      scope: run.id,
    });
  }
}

function endOf({ state, gate, validity }: RunRow): string {
  switch (state) {
    case 'succeeded':
      if (validity === 'invalid')
        return 'has ended, but measured the generator';
      return gate === 'fail' ? 'has failed its gates' : 'has ended';
    case 'failed':
      return 'has failed';
    case 'cancelled':
      return 'was cancelled';
    case 'interrupted':
      return 'was interrupted';
    case 'refused':
      return 'was refused';
    default:
      return `is ${state}`;
  }
}
