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
import type { ScheduleComparison } from '@meshplane/plugin-meshplane-common';
import { PortalNotifier } from '../../events/PortalNotifier';
import type { ScheduleRow } from '../stores/model';

const TOPIC = 'meshplane-performance';

/** Tells people what came of their schedules, through the portal's notifications where it has them. */
export class ScheduleNotifier {
  readonly #portal: PortalNotifier;

  constructor(options: {
    notifications?: NotificationService;
    logger: LoggerService;
  }) {
    this.#portal = new PortalNotifier(TOPIC, options);
  }

  /** @param entityRef - the measured component: the portal finds its owners */
  regressed(
    schedule: ScheduleRow,
    comparison: ScheduleComparison,
    entityRef: string | undefined,
  ) {
    this.#portal.send([schedule.createdBy, ...(entityRef ? [entityRef] : [])], {
      title: `${schedule.name} has become slower than its baseline`,
      description: comparison.sentence,
      link: comparisonLink(comparison.baselineRunIds, schedule.lastRunIds),
      severity: 'high',
      scope: schedule.id,
    });
  }

  /** A time came, and its runs could not be made. */
  failed(schedule: ScheduleRow, reason: string) {
    this.#portal.send([schedule.createdBy], {
      title: `${schedule.name} could not run`,
      description: reason,
      link: '/performance/schedules',
      severity: 'high',
      scope: schedule.id,
    });
  }
}

function comparisonLink(a: readonly string[], b: readonly string[]) {
  const query = new URLSearchParams([
    ...a.map(id => ['a', id]),
    ...b.map(id => ['b', id]),
  ]);
  return `/performance/compare?${query}`;
}
