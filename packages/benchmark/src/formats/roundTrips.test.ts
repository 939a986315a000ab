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

import { parse } from 'yaml';
import { LoadProfile } from '../model/profile';
import { ownRun, smpTest } from './__testUtils__/sampleContents';
import { sampleFiles } from './__testUtils__/sampleFiles';
import {
  exportFormats,
  ExportFormat,
  exportPerformance,
} from './exportPerformance';
import { importPerformance } from './importPerformance';

/** Text of a sample, as JSON where it is a document. */
function textOf(name: string): string {
  const { content } = sampleFiles[name];
  return typeof content === 'string' ? content : JSON.stringify(content);
}

const returning = Object.entries(sampleFiles).filter(([, sample]) =>
  exportFormats.includes(sample.format as ExportFormat),
);

describe('an unchanged file', () => {
  it.each(returning)('of %s comes back equal as data', (name, sample) => {
    const report = importPerformance(textOf(name), { fileName: 'x.json' });
    const back = exportPerformance(sample.format as ExportFormat, report);
    const isText = typeof sample.content === 'string';
    expect(isText ? back.text.trim() : parse(back.text)).toEqual(
      isText ? String(sample.content).trim() : sample.content,
    );
    expect(back.losses).toHaveLength(sample.format === 'hdr' ? 1 : 0);
  });

  it('in lists, pages and several documents comes back as it was packed', () => {
    const profile = sampleFiles['meshery profile'].content;
    const page = {
      page: 0,
      pageSize: 10,
      totalCount: 2,
      profiles: [profile, profile],
    };
    const result = sampleFiles['meshery result'].content as Record<
      string,
      unknown
    >;
    const list = [
      result,
      {
        ...result,
        runnerResults: [result.runnerResults, result.runnerResults],
      },
    ];
    for (const [data, format] of [
      [page, 'meshery-performance-profile'],
      [list, 'meshery-performance-result'],
    ] as const) {
      const report = importPerformance(JSON.stringify(data));
      expect(report.errors).toEqual([]);
      expect(JSON.parse(exportPerformance(format, report).text)).toEqual(data);
    }
  });

  it('of YAML comes back as YAML', () => {
    const yaml =
      'clients:\n- endpoint_urls: [http://localhost/]\nduration: 1m\n';
    const report = importPerformance(yaml);
    const { text, mediaType } = exportPerformance('smp-test-config', report);
    expect(mediaType).toBe('application/yaml');
    expect(parse(text)).toEqual(parse(yaml));
  });
});

describe('a changed profile', () => {
  const imported = () => importPerformance(JSON.stringify(smpTest)).profiles;

  it('changes its fields in the file and nothing else', () => {
    const [first, second] = imported();
    const changed: LoadProfile = {
      ...first,
      connections: 9,
      load: {
        model: 'open',
        arrivals: 'uniform',
        seed: 1,
        stages: [{ seconds: 90, from: 250, to: 250 }],
      },
    };
    const back = JSON.parse(
      exportPerformance('smp-test-config', { profiles: [changed, second] })
        .text,
    );
    const expected = JSON.parse(JSON.stringify(smpTest));
    expected.test.clients[0].connections = 9;
    expected.test.clients[0].rps = 250;
    expect(back).toEqual(expected);
  });

  it('changes name and duration of the whole test', () => {
    const [first] = imported();
    const renamed = { ...first, name: 'new name (client 1)' };
    const back = JSON.parse(
      exportPerformance('smp-test-config', { profiles: [renamed] }).text,
    );
    expect(back.test.name).toBe('new name');
    expect(back.test.duration).toBe('1m30s');
    expect(back.mesh).toEqual({ type: 3 });
  });

  it('keeps JSON in strings where Meshery has it', () => {
    const report = importPerformance(textOf('meshery profile'));
    const [profile] = report.profiles;
    const endpoints = profile.endpoints.map(e => ({
      ...e,
      headers: { ...e.headers, 'x-new': '1' },
    }));
    const back = JSON.parse(
      exportPerformance('meshery-performance-profile', {
        profiles: [{ ...profile, endpoints }],
      }).text,
    );
    expect(JSON.parse(back.requestHeaders)).toEqual({
      'x-a': 'b',
      'x-new': '1',
    });
    expect(back.requestCookies).toBe('{"c":"d"}');
    expect(back.serviceMesh).toBe('istio');
  });
});

describe('our own profile', () => {
  it.each(['smp-test-config', 'meshery-performance-profile'] as const)(
    'survives a journey through %s, methods, weights, stages and gates included',
    format => {
      const [profile] = importPerformance(textOf('meshplane profile')).profiles;
      const there = exportPerformance(format, { profiles: [profile] });
      const [back] = importPerformance(there.text).profiles;
      const { preserved: _a, ...ours } = profile;
      const { preserved: _b, ...theirs } = back;
      expect(theirs).toEqual(ours);
    },
  );

  it('is refused by SMP where profiles last differently long', () => {
    const [profile] = importPerformance(textOf('meshplane profile')).profiles;
    const longer: LoadProfile = {
      ...profile,
      load: { model: 'closed', seconds: 600, pipelining: 1 },
    };
    expect(() =>
      exportPerformance('smp-test-config', { profiles: [profile, longer] }),
    ).toThrow('30s, 10m');
  });

  it('leaves the key of its client certificate at home', () => {
    const [profile] = importPerformance(textOf('meshplane profile')).profiles;
    const tls = { verify: true, ca: 'CA', cert: 'CERT', key: 'SECRET' };
    const { text, losses } = exportPerformance('smp-test-config', {
      profiles: [{ ...profile, tls }],
    });
    expect(text).not.toContain('SECRET');
    expect(losses).toEqual(['The client certificate and its key']);
  });

  it('names unknown fields with their line, and keeps them', () => {
    const yaml =
      'name: a\nendpoints:\n- url: http://localhost/\n  speed: 3\nload: {model: closed, seconds: 5}\n';
    const report = importPerformance(yaml);
    expect(report.warnings).toEqual([
      {
        line: 4,
        path: 'endpoints[0].speed',
        message: 'The field is unknown and has no effect',
      },
    ]);
    expect(report.counts).toMatchObject({ preserved: 1 });
    const { text } = exportPerformance('meshplane-profile', report);
    expect(parse(text)).toEqual(parse(yaml));
  });
});

describe('our own result', () => {
  it('becomes a result of Fortio with the same distribution on its coarse buckets', () => {
    const { text, losses } = exportPerformance('fortio', { results: [ownRun] });
    const document = JSON.parse(text);
    expect(document.DurationHistogram.Count).toBe(ownRun.counts.ok);
    expect(document.RetCodes).toEqual({ '200': 594, '503': 6 });
    expect(losses.join()).toContain('coarse buckets');
    const [back] = importPerformance(text).results;
    const ours = ownRun.latency.response!.percentiles['50'];
    const theirs = back.latency.service!.percentiles['50'];
    expect(theirs / ours).toBeCloseTo(1, 1);
    expect(back.counts).toMatchObject({ sent: 600, ok: 594 });
  });

  it('becomes a result of SMP in milliseconds', () => {
    const { text } = exportPerformance('smp-result', { results: [ownRun] });
    const { latencies_ms: ms, labels } = parse(text);
    const us = ownRun.latency.response!;
    expect(ms.p50).toBe(us.percentiles['50'] / 1000);
    expect(ms.max).toBe(us.max! / 1000);
    expect(Number(labels['meshplane.io/p95-ms'])).toBe(
      us.percentiles['95'] / 1000,
    );
  });

  it('becomes a summary of k6, a percentile table and a histogram', () => {
    const k6 = JSON.parse(
      exportPerformance('k6-summary', { results: [ownRun] }).text,
    );
    expect(k6.metrics.http_reqs.values.count).toBe(600);
    expect(k6.metrics.http_req_failed.values.passes).toBe(6);
    for (const format of ['hgrm', 'hdr'] as const) {
      const { text } = exportPerformance(format, { results: [ownRun] });
      const [back] = importPerformance(text).results;
      expect(back.latency.response!.count).toBe(594);
      const ours = ownRun.latency.response!.percentiles['99'];
      expect(back.latency.response!.percentiles['99'] / ours).toBeCloseTo(1, 2);
    }
  });

  it('without an exact histogram has no percentile table', () => {
    const report = importPerformance(textOf('fortio'));
    expect(() => exportPerformance('hgrm', report)).toThrow(
      'no exact histogram',
    );
  });

  it('asks for one result where a file holds one', () => {
    expect(() =>
      exportPerformance('fortio', { results: [ownRun, ownRun] }),
    ).toThrow('holds one result, not "2"');
  });
});
