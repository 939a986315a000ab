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
import { reasonOf } from '../operations/secrets';

const MAX_DESCRIPTION = 500;
const ENTITY_REF = /^[a-z]+:[^/\s]+\/\S+$/i;

/** What a notification says. */
export interface PortalMessage {
  title: string;
  description?: string;
  /** Path in the portal. */
  link: string;
  severity: 'normal' | 'high';
  /** The newest message of a scope replaces the one before. */
  scope: string;
}

/** Sends notifications of one topic, where the portal has them; a failure to do so never reaches the caller. */
export class PortalNotifier {
  readonly #topic: string;
  readonly #notifications: NotificationService | undefined;
  readonly #logger: LoggerService;
  #failed = false;

  constructor(
    topic: string,
    options: { notifications?: NotificationService; logger: LoggerService },
  ) {
    this.#topic = topic;
    this.#notifications = options.notifications;
    this.#logger = options.logger;
  }

  /** @param recipients - references of entities; of components the owners are told, and services not at all */
  send(recipients: readonly string[], message: PortalMessage): void {
    const entityRef = [...new Set(recipients)].filter(ref =>
      ENTITY_REF.test(ref),
    );
    if (!this.#notifications || entityRef.length === 0) return;
    this.#notifications
      .send({
        recipients: { type: 'entity', entityRef },
        payload: {
          ...message,
          description: message.description?.slice(0, MAX_DESCRIPTION),
          topic: this.#topic,
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
