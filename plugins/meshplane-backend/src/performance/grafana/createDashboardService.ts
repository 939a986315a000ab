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

import { InputError, NotFoundError } from '@backstage/errors';
import type { DashboardList } from '@meshplane/plugin-meshplane-common';
import { systemTiming, type Timing } from '../../clusters/timing';
import { mapBounded } from '../../operations/mapBounded';
import type {
  GrafanaConnection,
  MetricsConnections,
} from '../connections/MetricsConnections';
import { DEFAULT_SCRAPE_SECONDS } from '../resources/limits';
import { type BoardModel, readBoard } from './boards/boardModel';
import { drawPanel } from './boards/drawPanel';
import { boardLink, type Window } from './boards/links';
import { isDrawable, type SourceContext } from './boards/panelSource';
import type { DashboardService } from './DashboardService';
import { Remembered } from './Remembered';

const MAX_BOARDS = 20;
const BOARDS_AT_A_TIME = 4;
/** All panels of a board are drawn in one go. */
const BOARD_FRESH_MS = 60_000;
const SCRAPE_FRESH_MS = 10 * 60_000;
const MAX_WINDOW_MS = 31 * 24 * 3600_000;
/** Boards with this tag are offered before others. */
const TAG = 'meshplane';

export interface CreateDashboardServiceOptions {
  connections: Pick<MetricsConnections, 'grafanaNamed' | 'prometheus'>;
  /** When a run went on, epoch milliseconds; undefined if it has not begun. @throws NotFoundError */
  windowOf(runId: string): Promise<Window | undefined>;
  timing?: Timing;
}

interface Board {
  model: BoardModel;
  path: string;
}

/** Boards through the connections of the configuration. */
export function createDashboardService(
  options: CreateDashboardServiceOptions,
): DashboardService {
  const timing = options.timing ?? systemTiming;
  const now = () => timing.now();
  const boards = new Remembered<Board | undefined>(now, BOARD_FRESH_MS);
  const contexts = new Remembered<Omit<SourceContext, 'variables'>>(
    now,
    BOARD_FRESH_MS,
  );
  const scrapes = new Remembered<number>(now, SCRAPE_FRESH_MS);

  const boardOf = (grafana: GrafanaConnection, uid: string) =>
    boards.get(`${grafana.name} ${uid}`, async () => {
      const found = await grafana.client.board(uid);
      return found && { model: readBoard(found.model), path: found.path };
    });
  const contextOf = (grafana: GrafanaConnection) =>
    contexts.get(grafana.name, async () => ({
      grafana,
      datasources: await grafana.client.datasources(),
      prometheus: options.connections.prometheus(),
    }));

  return {
    async list(query) {
      const { connection, q, runId } = query;
      const grafana = options.connections.grafanaNamed(connection);
      const window = runId ? await options.windowOf(runId) : undefined;
      const hits = await searchBoards(grafana, q);
      const context = await contextOf(grafana);
      const items = await mapBounded(hits, BOARDS_AT_A_TIME, async hit => {
        const board = await boardOf(grafana, hit.uid);
        return {
          uid: hit.uid,
          title: hit.title,
          ...(hit.folder && { folder: hit.folder }),
          tags: [...hit.tags],
          url: boardLink(grafana.address, hit.path, { window }),
          panels: board
            ? panelsOf(grafana, { ...board, path: hit.path }, context, window)
            : [],
        };
      });
      return { items };
    },

    async panel(query) {
      const grafana = options.connections.grafanaNamed(query.connection);
      const window = readWindow(query.from, query.to);
      const board = await boardOf(grafana, query.dashboard);
      if (!board) {
        throw new NotFoundError(
          `Grafana "${grafana.name}" has no board "${query.dashboard}"`,
        );
      }
      const id = Number(query.panel);
      const panel = board.model.panels.find(one => one.id === id);
      if (!panel) {
        throw new NotFoundError(
          `Board "${board.model.title}" of Grafana "${grafana.name}" has no panel ${id}`,
        );
      }
      return drawPanel({
        panel,
        window,
        context: {
          ...(await contextOf(grafana)),
          variables: board.model.variables,
        },
        scrapeSeconds: ({ connection }) =>
          scrapes.get(connection.name, async () => {
            const intervals = await connection.client
              .scrapeIntervals()
              .catch(() => new Map<string, number>());
            return intervals.size > 0
              ? Math.max(...intervals.values())
              : DEFAULT_SCRAPE_SECONDS;
          }),
      });
    },
  };
}

async function searchBoards(grafana: GrafanaConnection, q?: string) {
  const { client } = grafana;
  if (q) return client.search({ q, limit: MAX_BOARDS });
  const tagged = await client.search({ tag: TAG, limit: MAX_BOARDS });
  return tagged.length > 0 ? tagged : client.search({ limit: MAX_BOARDS });
}

function panelsOf(
  grafana: GrafanaConnection,
  { model, path }: Board,
  context: Omit<SourceContext, 'variables'>,
  window: Window | undefined,
): DashboardList['items'][number]['panels'] {
  return model.panels.map(panel => ({
    id: panel.id,
    title: panel.title,
    type: panel.type,
    url: boardLink(grafana.address, path, { window, panel: panel.id }),
    drawable: isDrawable(panel, { ...context, variables: model.variables }),
  }));
}

function readWindow(from: string, to: string): Window {
  const window = { from: Date.parse(from), to: Date.parse(to) };
  const span = window.to - window.from;
  if (!(span > 0) || span > MAX_WINDOW_MS) {
    throw new InputError(
      `The window from '${from}' to '${to}' cannot be drawn: it has to end after it begins, and to last no longer than 31 days`,
    );
  }
  return window;
}
