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
import { failureOf } from '../connections/failures';
import type {
  GrafanaConnection,
  MetricsConnections,
} from '../connections/MetricsConnections';
import type { RunAnnotator } from '../resources/ResourceReader';

const TAG = 'meshplane';

export interface GrafanaRunAnnotatorOptions {
  connections: Pick<MetricsConnections, 'grafana'>;
  logger: Pick<LoggerService, 'warn'>;
}

/**
 * Marks runs in every Grafana of their cluster: an annotation of the organisation from the begin to the end, which boards
 * show by its tags `meshplane` and `run:<id>`.
 */
export class GrafanaRunAnnotator implements RunAnnotator {
  readonly #options: GrafanaRunAnnotatorOptions;
  /** Ids of annotations whose runs go on, by run and connection. */
  readonly #open = new Map<string, Map<string, number>>();
  readonly #failing = new Set<string>();

  constructor(options: GrafanaRunAnnotatorOptions) {
    this.#options = options;
  }

  async begin(run: Parameters<RunAnnotator['begin']>[0]): Promise<void> {
    const ids = new Map<string, number>();
    this.#open.set(run.id, ids);
    await this.#each(run.cluster, async ({ name, client }) => {
      ids.set(
        name,
        await client.annotate({
          time: run.at,
          tags: tagsOf(run.id),
          text: plain(`Load test "${run.name}" began`),
        }),
      );
    });
  }

  async end(run: Parameters<RunAnnotator['end']>[0]): Promise<void> {
    const ids = this.#open.get(run.id);
    this.#open.delete(run.id);
    await this.#each(undefined, async ({ name, client }) => {
      // The backend that began it may be gone; the annotation knows its run.
      const id = ids
        ? ids.get(name)
        : await client.findAnnotation(tagsOf(run.id));
      if (id === undefined) return;
      await client.changeAnnotation(id, {
        timeEnd: run.at,
        text: plain(run.text),
      });
    });
  }

  /** Never rejects; of each connection the first failure in a row is logged. */
  async #each(
    cluster: string | undefined,
    work: (connection: GrafanaConnection) => Promise<void>,
  ): Promise<void> {
    const wanted = this.#options.connections
      .grafana()
      .filter(
        ({ annotate, clusters }) =>
          annotate &&
          (cluster === undefined ||
            clusters.length === 0 ||
            clusters.includes(cluster)),
      );
    await Promise.all(
      wanted.map(async connection => {
        const { name } = connection;
        try {
          await work(connection);
          this.#failing.delete(name);
        } catch (error) {
          if (this.#failing.has(name)) return;
          this.#failing.add(name);
          const { message, remedy } = failureOf(error);
          this.#options.logger.warn(
            `Runs cannot be marked in Grafana "${name}": ${message}. ${remedy}`,
          );
        }
      }),
    );
  }
}

function tagsOf(runId: string): string[] {
  return [TAG, `run:${runId}`];
}

/** Grafana shows texts of annotations as HTML. */
function plain(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;');
}
