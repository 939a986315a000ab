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
import { reasonOf } from '../../operations/secrets';
import type { RunRow } from '../stores/model';

const TOPIC = 'meshplane-performance';
const MAX_DESCRIPTION = 500;
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
  readonly #notifications: NotificationService | undefined;
  readonly #logger: LoggerService;
  #failed = false;

  constructor(options: {
    notifications?: NotificationService;
    logger: LoggerService;
  }) {
    this.#notifications = options.notifications;
    this.#logger = options.logger;
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
    this.#send(recipients, run, {
      title: `${run.name} ${endOf(run)}`,
      severity: isBad ? 'high' : 'normal',
    });
  }

  #send(
    recipients: readonly string[],
    run: RunRow,
    { title, severity }: { title: string; severity: 'normal' | 'high' },
  ) {
    // Services start runs too; only entities can be told.
    const entityRef = [...new Set(recipients)].filter(isEntityRef);
    if (!this.#notifications || entityRef.length === 0) return;
    this.#notifications
      .send({
        recipients: { type: 'entity', entityRef },
        payload: {
          title,
          description: run.message?.slice(0, MAX_DESCRIPTION),
          link: runLink(run.id),
          severity,
          topic: TOPIC,
          scope: run.id,
        },
      })
      .then(
        () => {
          this.#failed = false;
        },
        error => {
          // A portal without notifications would otherwise fill its log.
          if (!this.#failed)
            this.#logger.info(
              `No notification could be sent; further failures are not logged: ${reasonOf(
                error,
              )}`,
            );
          this.#failed = true;
        },
      );
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

function isEntityRef(ref: string) {
  return /^[a-z]+:[^/\s]+\/\S+$/i.test(ref);
}
