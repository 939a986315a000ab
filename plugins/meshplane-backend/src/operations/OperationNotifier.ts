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
import type { OperationRecord } from '../database/operations/records';
import { PortalNotifier } from '../events/PortalNotifier';

const TOPIC = 'meshplane-operations';

/** Page of an operation in the portal. */
export function operationLink(id: string) {
  return `/mesh/operations/${encodeURIComponent(id)}`;
}

/** Tells people about operations through the portal's notifications, where it has them. */
export class OperationNotifier {
  readonly #portal: PortalNotifier;
  readonly #approvers: readonly string[];

  constructor(options: {
    notifications?: NotificationService;
    /** Entity refs that are told when a plan waits for a second person. */
    approvers: readonly string[];
    logger: LoggerService;
  }) {
    this.#portal = new PortalNotifier(TOPIC, options);
    this.#approvers = options.approvers;
  }

  /** The one who planned is told how it ended, or that it waits. */
  ended(operation: OperationRecord) {
    const { title, state, waiting, direction } = operation;
    const rolledBack = direction === 'rollback' && state === 'cancelled';
    const words = {
      planned: 'is planned',
      running: waiting ? 'waits to be continued' : 'is running',
      succeeded: 'has succeeded',
      failed: 'has failed',
      cancelled: rolledBack ? 'was rolled back' : 'was cancelled',
      interrupted: 'was interrupted',
    };
    this.#send([operation.createdBy], operation, `${title} ${words[state]}`, {
      severity: ['failed', 'interrupted'].includes(state) ? 'high' : 'normal',
      description: operation.message,
    });
  }

  /** A plan waits for a second person: the approvers are told, and the one who planned, to pass the link on. */
  approvalWanted(operation: OperationRecord) {
    this.#send(
      [...this.#approvers, operation.createdBy],
      operation,
      `${operation.title} waits for approval`,
      {
        severity: 'normal',
        description: `Planned by ${operation.createdBy}; somebody else has to approve it.`,
      },
    );
  }

  #send(
    recipients: readonly string[],
    { id }: OperationRecord,
    title: string,
    rest: { severity: 'normal' | 'high'; description?: string },
  ) {
    this.#portal.send(recipients, {
      title,
      link: operationLink(id),
      scope: id,
      ...rest,
    });
  }
}
