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

import { ConflictError, NotFoundError } from '@backstage/errors';
import {
  finishedRunStates,
  runInputSchema,
  runSummarySchema,
  type PerformanceApi,
  type PerformanceProfile,
  type ProfileCheck,
  type ProfileInput,
  type ProfileQuery,
  type RunCharts,
  type RunDetail,
  type RunEdit,
  type RunEvent,
  type RunInput,
  type RunQuery,
  type RunSummary,
} from '@meshplane/plugin-meshplane-common';
import { detailOf } from './detailFixture';
import { LiveRun } from './LiveRun';
import { MockStudiesApi } from './MockStudiesApi';
import { profileFixtures, profileOf } from './profileFixtures';
import { runFixtures, runOf, type FixtureRun } from './runFixtures';
import { runnerOffers } from './runnerFixtures';
import { simulateCharts } from './simulate';

function copyOf<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}

/** Load tests in the browser: runs go on when {@link MockPerformanceApi.advance} is called, by a test or by a clock. */
export class MockPerformanceApi
  extends MockStudiesApi
  implements PerformanceApi
{
  /** Versions of each profile, newest first. */
  readonly profiles: PerformanceProfile[][] = profileFixtures();
  readonly live = new Map<string, LiveRun>();
  /** What the next checks of a profile find wrong. */
  problems: ProfileCheck['problems'] = [];
  /** What was asked to run, in order. */
  readonly requests: RunInput[] = [];
  /** Why all load is off, while it is. */
  #off?: string;
  #runs?: FixtureRun[];
  readonly #charts = new Map<string, RunCharts>();
  readonly #details = new Map<string, Partial<RunDetail>>();
  readonly #watchers = new Map<string, Set<(event: RunEvent) => void>>();
  #next = 1;

  constructor() {
    super();
    this.live.set(
      'run-live',
      new LiveRun(
        runOf('run-live', {
          state: 'running',
          startedAt: '2026-11-24T10:00:00.000Z',
          may: { cancel: true, edit: true },
          release: '2.5.2',
        }),
        12,
      ),
    );
  }

  /** Everything that was stored; made when first asked for, because it takes a while. */
  get runs(): FixtureRun[] {
    this.#runs ??= runFixtures();
    return this.#runs;
  }

  /** One second passes for every run that is under way. */
  advance(): void {
    for (const [id, run] of this.live) {
      const events = run.advance();
      // Who hears of the end asks for the result at once.
      if (run.isOver) this.#store(id, run);
      for (const event of events) this.emit(id, event);
    }
  }

  emit(id: string, event: RunEvent): void {
    for (const watcher of this.#watchers.get(id) ?? []) watcher(copyOf(event));
  }

  /** Whether somebody follows a run. */
  isWatched(id: string): boolean {
    return (this.#watchers.get(id)?.size ?? 0) > 0;
  }

  #store(id: string, run: LiveRun): void {
    this.live.delete(id);
    this.runs.unshift(run.finished());
  }

  #profile(id: string): PerformanceProfile[] {
    const found = this.profiles.find(versions => versions[0].id === id);
    if (!found) throw new NotFoundError(`There is no profile "${id}"`);
    return found;
  }

  #summaries(): RunSummary[] {
    return [
      ...[...this.live.values()].map(run => run.summary),
      ...this.runs.map(run => run.summary),
    ];
  }

  #chartsOf(run: FixtureRun): RunCharts | undefined {
    const { simulation, summary } = run;
    if (!simulation) return undefined;
    const charts = this.#charts.get(summary.id) ?? simulateCharts(simulation);
    this.#charts.set(summary.id, charts);
    return charts;
  }

  #stored(id: string): FixtureRun {
    const found = this.runs.find(run => run.summary.id === id);
    if (!found) throw new NotFoundError(`There is no run "${id}"`);
    return found;
  }

  async getPerformanceLimits() {
    return {
      enabled: this.#off === undefined,
      message: this.#off,
      maySwitch: true,
      targets: ['*.shop.svc:*', 'localhost:*'],
      maxRate: 20_000,
      maxDurationSeconds: 3_600,
      maxConnections: 2_000,
      maxBodyBytes: 1_000_000,
      stopAtErrorRate: 0.5,
      secrets: ['shop-token'],
    };
  }

  async getRunners() {
    return copyOf(runnerOffers);
  }

  async switchPerformance(body: { enabled: boolean; reason?: string }) {
    this.#off = body.enabled
      ? undefined
      : body.reason ?? 'No reason was given.';
    return this.getPerformanceLimits();
  }

  async getProfiles(query: ProfileQuery = {}) {
    const { q = '', tag, entityRef, archived = 'false' } = query;
    const items = this.profiles
      .map(versions => versions[0])
      .filter(
        item =>
          item.archived === (archived === 'true') &&
          (!tag || item.tags.includes(tag)) &&
          (!entityRef || item.entityRef === entityRef) &&
          item.name.toLowerCase().includes(q.toLowerCase()),
      );
    const offset = Number(query.offset ?? 0);
    const limit = Number(query.limit ?? 100);
    return {
      items: copyOf(items.slice(offset, offset + limit)),
      total: items.length,
    };
  }

  async getProfile(id: string, version?: number) {
    const versions = this.#profile(id);
    const found = version
      ? versions.find(item => item.version === version)
      : versions[0];
    if (!found) {
      throw new NotFoundError(`Profile "${id}" has no version "${version}"`);
    }
    return copyOf(found);
  }

  async getProfileVersions(id: string) {
    const items = this.#profile(id);
    return { items: copyOf(items), total: items.length };
  }

  async createProfile(input: ProfileInput) {
    const id = `prof-new-${this.#next}`;
    this.#next += 1;
    const made = profileOf(id, input);
    this.profiles.unshift([made]);
    return copyOf(made);
  }

  async updateProfile(
    id: string,
    body: { input: ProfileInput; baseVersion: number },
  ) {
    const versions = this.#profile(id);
    if (versions[0].version !== body.baseVersion) {
      throw new ConflictError(
        `Profile "${id}" is at version ${versions[0].version} by now, not "${body.baseVersion}"`,
      );
    }
    const made = profileOf(id, body.input, {
      version: versions[0].version + 1,
    });
    versions.unshift(made);
    return copyOf(made);
  }

  async archiveProfile(id: string, body: { archived: boolean }) {
    const versions = this.#profile(id);
    versions[0] = { ...versions[0], archived: body.archived };
    return copyOf(versions[0]);
  }

  async checkProfile() {
    return {
      allowed: this.problems.length === 0,
      problems: copyOf(this.problems),
    };
  }

  async createRun(input: RunInput) {
    this.requests.push(copyOf(input));
    const { profileId, release, labels, note } = runInputSchema.parse(input);
    const profile = profileId ? this.#profile(profileId)[0] : undefined;
    const id = `run-new-${this.#next}`;
    this.#next += 1;
    const run = new LiveRun(
      runOf(id, {
        name: profile?.name ?? 'One-time load',
        profileId,
        profileVersion: profile?.version,
        state: 'queued',
        queuePosition: 1,
        release,
        labels,
        createdAt: new Date().toISOString(),
        may: { cancel: true, edit: true },
      }),
      0,
    );
    this.live.set(id, run);
    this.#details.set(id, { note });
    return copyOf(run.summary);
  }

  async getRuns(query: RunQuery = {}) {
    const { q = '', sort = 'createdAt', order = 'desc' } = query;
    const matching = this.#summaries().filter(
      run =>
        (!query.state || run.state === query.state) &&
        (query.active !== 'true' || !finishedRunStates.includes(run.state)) &&
        (!query.profileId || run.profileId === query.profileId) &&
        (!query.entityRef || run.entityRef === query.entityRef) &&
        (!query.validity || run.validity === query.validity) &&
        (!query.gate || run.gate === query.gate) &&
        (!query.baseline || String(run.baseline) === query.baseline) &&
        [run.name, run.release, ...run.targets, ...Object.values(run.labels)]
          .join(' ')
          .toLowerCase()
          .includes(q.toLowerCase()),
    );
    const value = (run: RunSummary) =>
      sort === 'createdAt' || sort === 'name'
        ? run[sort]
        : run.headline?.[sort] ?? -1;
    const sign = order === 'asc' ? 1 : -1;
    matching.sort((a, b) => {
      const [x, y] = [value(a), value(b)];
      if (x === y) return 0;
      return x < y ? -sign : sign;
    });
    const offset = Number(query.offset ?? 0);
    const limit = Number(query.limit ?? 100);
    return {
      items: copyOf(matching.slice(offset, offset + limit)),
      total: matching.length,
    };
  }

  async getRun(id: string): Promise<RunDetail> {
    const live = this.live.get(id);
    const run: FixtureRun = live ? { summary: live.summary } : this.#stored(id);
    const { profileId, profileVersion } = run.summary;
    const profile = profileId
      ? this.profiles
          .flat()
          .find(
            item => item.id === profileId && item.version === profileVersion,
          )
      : undefined;
    return copyOf({
      ...detailOf(run, this.#chartsOf(run), profile),
      ...this.#details.get(id),
    });
  }

  async getRunCharts(id: string): Promise<RunCharts> {
    return (
      this.#chartsOf(this.#stored(id)) ?? {
        percentiles: { response: [], service: [] },
        timeline: [],
      }
    );
  }

  async editRun(id: string, edit: RunEdit) {
    const run = this.live.get(id) ?? this.#stored(id);
    const { note, ...rest } = edit;
    run.summary = runSummarySchema.parse({ ...run.summary, ...rest });
    if (note !== undefined) {
      this.#details.set(id, { ...this.#details.get(id), note });
    }
    return this.getRun(id);
  }

  async cancelRun(id: string) {
    const run = this.live.get(id);
    if (!run) throw new ConflictError(`Run "${id}" has ended already`);
    const event = run.cancel();
    this.#store(id, run);
    this.emit(id, event);
    return copyOf(run.summary);
  }

  async deleteRun(id: string) {
    if (this.#stored(id).summary.baseline) {
      throw new ConflictError(`Run "${id}" is a baseline`);
    }
    this.#runs = this.runs.filter(run => run.summary.id !== id);
  }

  async exportRun(id: string, format: string) {
    return {
      fileName: `${id}.${format === 'csv' ? 'csv' : 'json'}`,
      mediaType: format === 'csv' ? 'text/csv' : 'application/json',
      content: btoa(JSON.stringify(this.#stored(id).summary)),
      warnings: [],
    };
  }

  streamRun(
    id: string,
    onEvent: (event: RunEvent) => void,
    signal: AbortSignal,
  ): Promise<void> {
    return new Promise(resolve => {
      const live = this.live.get(id);
      if (!live) {
        const { summary } = this.#stored(id);
        onEvent({ type: 'run', run: copyOf(summary) });
        onEvent({ type: 'end', run: copyOf(summary) });
        resolve();
        return;
      }
      const watchers = this.#watchers.get(id) ?? new Set();
      this.#watchers.set(id, watchers);
      const watcher = (event: RunEvent) => {
        onEvent(event);
        if (event.type !== 'end') return;
        watchers.delete(watcher);
        resolve();
      };
      watchers.add(watcher);
      for (const event of live.soFar()) onEvent(copyOf(event));
      signal.addEventListener('abort', () => {
        watchers.delete(watcher);
        resolve();
      });
    });
  }
}
