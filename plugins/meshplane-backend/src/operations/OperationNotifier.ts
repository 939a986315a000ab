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
import { reasonOf } from './secrets';

const TOPIC = 'meshplane-operations';
const MAX_DESCRIPTION = 500;

/** Page of an operation in the portal. */
export function operationLink(id: string) {
  return `/mesh/operations/${encodeURIComponent(id)}`;
}

/** Tells people about operations through the portal's notifications, where it has them. */
export class OperationNotifier {
  readonly #notifications: NotificationService | undefined;
  readonly #approvers: readonly string[];
  readonly #logger: LoggerService;
  #failed = false;

  constructor(options: {
    notifications?: NotificationService;
    /** Entity refs that are told when a plan waits for a second person. */
    approvers: readonly string[];
    logger: LoggerService;
  }) {
    this.#notifications = options.notifications;
    this.#approvers = options.approvers;
    this.#logger = options.logger;
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
    operation: OperationRecord,
    title: string,
    {
      severity,
      description,
    }: { severity: 'normal' | 'high'; description?: string },
  ) {
    // Services plan too; only entities can be told.
    const entityRef = [...new Set(recipients)].filter(isEntityRef);
    if (!this.#notifications || entityRef.length === 0) return;
    this.#notifications
      .send({
        recipients: { type: 'entity', entityRef },
        payload: {
          title,
          description: description?.slice(0, MAX_DESCRIPTION),
          link: operationLink(operation.id),
          severity,
          topic: TOPIC,
          // The newest word about an operation replaces the one before.
          scope: operation.id,
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

function isEntityRef(ref: string) {
  return /^[a-z]+:[^/\s]+\/\S+$/i.test(ref);
}
