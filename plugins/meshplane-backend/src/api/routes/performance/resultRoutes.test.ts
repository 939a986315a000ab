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

import { importPerformance } from '@meshplane/benchmark';
import request from 'supertest';
import { startApi, type TestApi } from '../../../__testUtils__/startApi';
import { measured } from '../../../performance/results/__testUtils__/measured';
import { headlineOf } from '../../../performance/runs/headline';
import {
  finished,
  run,
  runPlan,
} from '../../../performance/stores/__testUtils__/rows';

const BASE = '/api/meshplane/v1/performance';
const base64 = (value: unknown) =>
  Buffer.from(
    typeof value === 'string' ? value : JSON.stringify(value),
  ).toString('base64');

const FORTIO = {
  RunType: 'HTTP',
  Labels: 'shop baseline',
  StartTime: '2026-01-02T03:04:05Z',
  RequestedQPS: '100',
  RequestedDuration: '10s',
  ActualQPS: 99.5,
  ActualDuration: 10_050_000_000,
  NumThreads: 4,
  Version: '1.66.2',
  DurationHistogram: {
    Count: 1000,
    Min: 0.001,
    Max: 0.02,
    Sum: 3,
    Avg: 0.003,
    StdDev: 0.001,
    Data: [
      { Start: 0.001, End: 0.002, Percent: 50, Count: 500 },
      { Start: 0.002, End: 0.005, Percent: 99, Count: 490 },
      { Start: 0.005, End: 0.02, Percent: 100, Count: 10 },
    ],
    Percentiles: [
      { Percentile: 50, Value: 0.002 },
      { Percentile: 99, Value: 0.005 },
    ],
  },
  RetCodes: { '200': 1000 },
  URL: 'http://shop.example.com:8080/echo',
};

const SMP = {
  smp_version: 'v0.0.1',
  id: 'r1',
  labels: { version: '1.4.0' },
  start_time: '2026-01-02T03:04:05Z',
  end_time: '2026-01-02T03:05:05Z',
  latencies_ms: { min: 1, average: 3, p50: 2.5, p90: 5, p99: 9, max: 20 },
  actual_qps: 100,
  test_id: 't1',
  vendor: { x: 1 },
};

describe('results over HTTP', () => {
  let api: TestApi;
  const post = (path: string, body: object = {}) =>
    request(api.server).post(`${BASE}${path}`).send(body);
  const get = (path: string) => request(api.server).get(`${BASE}${path}`);
  const result = measured('done', { seconds: 25, rate: 40 });

  beforeAll(async () => {
    api = await startApi({ clusters: [] });
    const { runs } = api.performanceStores;
    await runs.create(
      finished('done', 2, { name: 'Checkout', headline: headlineOf(result) }),
      runPlan(),
    );
    await runs.saveResult('done', result);
    await runs.saveResources('done', {
      source: 'none',
      status: 'not-asked',
      notes: ['Nobody asked'],
      uses: [],
      series: [],
    });
    await runs.create(run('waiting'), runPlan());
  });

  it('shows a run with what to know before believing it, and without its large parts', async () => {
    const { body, text } = await get('/runs/done');
    expect(body).toMatchObject({
      id: 'done',
      note: '',
      gates: [],
      links: [],
      resources: { status: 'not-asked' },
      result: { measuredSeconds: 25, precision: 'exact' },
    });
    expect(body.audit).toEqual([
      expect.objectContaining({
        severity: 'info',
        message: expect.stringContaining('p99 rests on 10 samples'),
      }),
    ]);
    expect(body.result.slices).toBeUndefined();
    expect(text).not.toContain('lagP99Ms');
    expect((await get('/runs/waiting')).body).toMatchObject({
      state: 'queued',
      queuePosition: 1,
      audit: [],
    });
    expect((await get('/runs/gone')).status).toBe(404);
  });

  it('has the charts of a run, also of one that has not ended', async () => {
    const { body } = await get('/runs/done/charts');
    expect(body.timeline).toHaveLength(25);
    expect(body.heatmap.columns).toHaveLength(25);
    expect(
      body.percentiles.response.find(
        (one: { percentile: number }) => one.percentile === 50,
      ).interval,
    ).toHaveLength(2);
    expect((await get('/runs/waiting/charts')).body).toEqual({
      percentiles: { response: [], service: [] },
      timeline: [],
    });
  });

  it('changes what people say of a run, pins and unpins it, and removes it only then', async () => {
    const edited = await post('/runs/done', {
      name: 'Checkout, before the mesh',
      note: 'quiet night',
      release: '1.0.0',
      labels: { team: 'shop' },
      baseline: true,
    });
    expect(edited.body).toMatchObject({
      name: 'Checkout, before the mesh',
      note: 'quiet night',
      release: '1.0.0',
      labels: { team: 'shop' },
      baseline: true,
    });
    expect((await get('/runs?baseline=true')).body.total).toBe(1);
    const kept = await post('/runs/done/delete');
    expect(kept.status).toBe(409);
    expect(kept.body.error.message).toContain('is a baseline: unpin it first');
    expect((await post('/runs/done', { baseline: false })).body.baseline).toBe(
      false,
    );
    const unfinished = await post('/runs/waiting', { baseline: true });
    expect(unfinished.status).toBe(409);
    expect(unfinished.body.error.message).toContain('it is queued');
    expect((await post('/runs/waiting/delete')).status).toBe(409);
  });

  it('gives a run as a file that can be taken back', async () => {
    const file = (await get('/runs/done/export?format=meshplane-result')).body;
    expect(file).toMatchObject({
      fileName: expect.stringMatching(
        /^checkout.*done-meshplane-result\.json$/,
      ),
      mediaType: 'application/json',
      warnings: [],
    });
    const again = await post('/imports', {
      fileName: file.fileName,
      content: file.content,
    });
    expect(again.body).toMatchObject({
      format: 'meshplane-result',
      errors: [],
      runs: [{ origin: 'import', precision: 'exact', release: '1.0.0' }],
    });
    const [{ id }] = again.body.runs;
    const copy = await get(`/runs/${id}/charts`);
    expect(copy.body).toEqual((await get('/runs/done/charts')).body);
    await post(`/runs/${id}/delete`);
    expect((await get(`/runs/${id}`)).status).toBe(404);
  });

  it.each([
    ['smp-result', 'actual_qps'],
    ['meshery-performance-result', 'runnerResults'],
    ['fortio', 'DurationHistogram'],
    ['k6-summary', 'metrics'],
    ['hgrm', 'Percentile'],
    ['hdr', 'HISTFAAA'],
    ['csv', 'second,scheduled,sent,ok,bytes,p50_us'],
    ['meshplane-profile', 'shop.example.com'],
    ['smp-test-config', 'endpoint_urls'],
    ['meshery-performance-profile', 'shop.example.com'],
  ])('gives a run as %s', async (format, content) => {
    const { body, status } = await get(`/runs/done/export?format=${format}`);
    expect(status).toBe(200);
    const text = Buffer.from(body.content, 'base64').toString();
    expect(text).toContain(content);
  });

  it('has a row of the table for every second', async () => {
    const { body } = await get('/runs/done/export?format=csv');
    expect(
      Buffer.from(body.content, 'base64').toString().trim().split('\r\n'),
    ).toHaveLength(26);
  });

  it('says which formats there are, and what a run has nothing for', async () => {
    const wrong = await get('/runs/done/export?format=excel');
    expect(wrong.status).toBe(400);
    expect(wrong.body.error.message).toContain('known are meshplane-profile');
    const nothing = await get('/runs/waiting/export?format=hdr');
    expect(nothing.status).toBe(409);
    expect(nothing.body.error.message).toContain('has no result to export');
  });

  it('takes a result of Fortio, first only to look at it', async () => {
    const body = { fileName: 'shop.json', content: base64(FORTIO) };
    const dry = await post('/imports', { ...body, dryRun: true });
    expect(dry.body).toMatchObject({ format: 'fortio', errors: [] });
    expect((await get('/runs?q=baseline')).body.total).toBe(0);

    const { body: taken } = await post('/imports', {
      ...body,
      entityRef: 'component:default/shop',
    });
    expect(taken.runs).toEqual([
      expect.objectContaining({
        state: 'succeeded',
        origin: 'import',
        generator: 'fortio',
        precision: 'bucketed',
        validity: 'unknown',
        targets: ['shop.example.com:8080'],
        entityRef: 'component:default/shop',
        message: 'Imported from "shop.json"',
        startedAt: expect.stringContaining('2026-01-02T03:04:05'),
        headline: expect.objectContaining({ p50: 2000, achievedRate: 99.5 }),
      }),
    ]);
    const [{ id }] = taken.runs;
    const shown = await get(`/runs/${id}`);
    expect(
      shown.body.audit.map((one: { message: string }) => one.message),
    ).toEqual(
      expect.arrayContaining([
        expect.stringContaining('Fortio measures from the actual send'),
      ]),
    );
    const back = await get(`/runs/${id}/export?format=fortio`);
    expect(
      JSON.parse(Buffer.from(back.body.content, 'base64').toString()),
    ).toEqual(FORTIO);
  });

  it('takes a result of SMP, and gives it back as it was', async () => {
    const { body } = await post('/imports', {
      fileName: 'smp.json',
      content: base64(SMP),
    });
    expect(body).toMatchObject({
      format: 'smp-result',
      runs: [{ precision: 'summary', release: '1.4.0' }],
    });
    const [{ id }] = body.runs;
    const back = await get(`/runs/${id}/export?format=smp-result`);
    expect(
      importPerformance(Buffer.from(back.body.content, 'base64')).results[0],
    ).toMatchObject({ id: 'r1', achievedRate: 100 });
    expect(Buffer.from(back.body.content, 'base64').toString()).toContain(
      'vendor',
    );
    const hdr = await get(`/runs/${id}/export?format=hdr`);
    expect(hdr.status).toBe(409);
    expect(hdr.body.error.message).toContain('cannot be written as "hdr"');
  });

  it('says what is wrong with a file, and takes files that no other route would', async () => {
    const { body } = await post('/imports', {
      fileName: 'x.json',
      content: base64('{"a": '),
    });
    expect(body).toMatchObject({ runs: [], profiles: [] });
    expect(body.errors).toHaveLength(1);
    const large = await post('/imports', {
      fileName: 'large.json',
      content: base64(`{"padding": "${'x'.repeat(2_000_000)}"}`),
    });
    expect(large.status).toBe(200);
    expect(large.body.errors[0].message).toContain('none of the formats');
    const elsewhere = await post('/profiles', {
      name: 'x'.repeat(2_000_000),
    });
    expect(elsewhere.status).toBe(413);
    const notBase64 = await post('/imports', { fileName: 'x', content: '%%' });
    expect(notBase64.status).toBe(400);
    expect(notBase64.body.error.message).toContain('"content"');
  });

  it('takes profiles without credentials only', async () => {
    const profile = {
      version: 'meshplane.io/load-profile/v1',
      name: 'Nightly',
      endpoints: [{ url: 'http://shop.example.com' }],
      load: { model: 'open', stages: [{ seconds: 5, from: 1, to: 1 }] },
    };
    const { body } = await post('/imports', {
      fileName: 'p.json',
      content: base64(profile),
    });
    expect(body.profiles).toEqual([
      { id: expect.any(String), name: 'Nightly' },
    ]);
    expect(
      (await get(`/profiles/${body.profiles[0].id}`)).body.load.endpoints,
    ).toHaveLength(1);
  });
});
