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

import { PerformanceFormat } from '../identify';
import {
  fortio,
  hdr,
  hgrm,
  k6Export,
  k6Legacy,
  k6Machine,
  mesheryProfile,
  mesheryResult,
  ownProfile,
  ownRun,
  smpResult,
  smpTest,
  vegetaReport,
  vegetaRows,
  wrk,
  wrk2,
} from './sampleContents';

/** A good file of a format, and where in it which kind of value stands. */
export interface SampleFile {
  format: PerformanceFormat;
  /** The document as data, or the text of formats that are no document. */
  content: Record<string, unknown> | string;
  /** Paths of values that must be numbers of at least zero. */
  numbers?: string[];
  /** Paths of values that must be texts. */
  texts?: string[];
  /** Paths of values that must be objects, lists or maps. */
  containers?: string[];
  /** Paths without which the file is useless. */
  required?: string[];
  /** Paths of values out of a closed set. */
  enums?: string[];
  /** Paths of times and durations. */
  times?: string[];
}

const trendPaths = (base: string) =>
  ['avg', 'min', 'med', 'max', 'p(90)'].map(key => `${base}/${key}`);

/** One good file of each format, with what must not be broken in it. */
export const sampleFiles: Record<string, SampleFile> = {
  'meshplane profile': {
    format: 'meshplane-profile',
    content: ownProfile,
    numbers: [
      'connections',
      'warmupSeconds',
      'load/stages/0/seconds',
      'load/stages/0/to',
      'endpoints/0/weight',
      'load/seed',
    ],
    texts: ['name', 'endpoints/0/url', 'gates/0/threshold', 'endpoints/1/name'],
    containers: ['endpoints', 'load', 'load/stages', 'gates', 'endpoints/0'],
    required: ['name', 'endpoints', 'load', 'endpoints/0/url', 'load/stages'],
    enums: ['load/model', 'load/arrivals', 'transport', 'version'],
  },
  'meshplane result': {
    format: 'meshplane-result',
    content: JSON.parse(JSON.stringify(ownRun)),
    numbers: [
      'measuredSeconds',
      'achievedRate',
      'counts/sent',
      'counts/ok',
      'latency/response/count',
      'slices/0/sent',
      'slices/1/second',
    ],
    texts: [
      'id',
      'generator/name',
      'latency/response/hdr',
      'slices/0/hdr',
      'name',
    ],
    containers: ['counts', 'latency', 'slices', 'generator', 'validity'],
    required: [
      'id',
      'counts',
      'latency',
      'generator',
      'validity',
      'precision',
      'end',
      'latency/response/percentiles',
    ],
    enums: ['precision', 'end', 'validity/status', 'version'],
  },
  'smp test': {
    format: 'smp-test-config',
    content: smpTest,
    numbers: [
      'test/clients/0/connections',
      'test/clients/0/rps',
      'test/clients/1/connections',
    ],
    texts: [
      'test/name',
      'test/smp_version',
      'test/clients/0/load_generator',
      'test/clients/0/body',
      'test/clients/0/content_type',
      'test/clients/0/endpoint_urls/1',
    ],
    containers: [
      'test/clients',
      'test/clients/0',
      'test/clients/0/headers',
      'test/clients/0/cookies',
      'test/labels',
      'test/clients/0/endpoint_urls',
    ],
    required: ['test/duration', 'test/clients/0/endpoint_urls'],
    enums: ['test/clients/0/protocol', 'test/clients/1/protocol'],
    times: ['test/duration'],
  },
  'smp result': {
    format: 'smp-result',
    content: smpResult,
    numbers: [
      'latencies_ms/min',
      'latencies_ms/p50',
      'latencies_ms/p99',
      'latencies_ms/max',
      'actual_qps',
    ],
    texts: ['id', 'details_uri', 'test_id', 'env_id'],
    containers: ['latencies_ms', 'labels'],
    times: ['start_time', 'end_time'],
  },
  fortio: {
    format: 'fortio',
    content: fortio,
    numbers: [
      'ActualQPS',
      'ActualDuration',
      'NumThreads',
      'DurationHistogram/Count',
      'DurationHistogram/Avg',
      'DurationHistogram/Data/1/Count',
      'DurationHistogram/Data/0/Start',
      'DurationHistogram/Percentiles/1/Value',
      'RetCodes/200',
      'Sizes/Sum',
    ],
    texts: ['Labels', 'Version', 'URL', 'RunType'],
    containers: [
      'DurationHistogram',
      'DurationHistogram/Data',
      'DurationHistogram/Data/0',
      'DurationHistogram/Percentiles',
      'RetCodes',
      'Sizes',
    ],
    required: [
      'ActualQPS',
      'ActualDuration',
      'DurationHistogram/Data/0/End',
      'DurationHistogram/Data/1/Count',
    ],
    times: ['StartTime'],
  },
  'meshery profile': {
    format: 'meshery-performance-profile',
    content: mesheryProfile,
    numbers: ['concurrentRequest', 'qps'],
    texts: ['name', 'requestBody', 'contentType', 'endpoints/0', 'serviceMesh'],
    containers: ['endpoints', 'loadGenerators', 'metadata'],
    required: ['name', 'endpoints', 'duration'],
    times: ['duration', 'createdAt'],
    enums: ['requestHeaders', 'requestCookies'],
  },
  'meshery result': {
    format: 'meshery-performance-result',
    content: mesheryResult,
    numbers: [
      'runnerResults/ActualQPS',
      'runnerResults/ActualDuration',
      'runnerResults/DurationHistogram/Count',
      'runnerResults/RetCodes/503',
    ],
    texts: ['name', 'mesh', 'mesheryId'],
    containers: ['runnerResults', 'runnerResults/DurationHistogram'],
    required: ['runnerResults/ActualQPS', 'runnerResults/DurationHistogram'],
    times: ['testStartTime', 'runnerResults/StartTime'],
  },
  'k6 handleSummary': {
    format: 'k6-summary',
    content: k6Legacy,
    numbers: [
      ...trendPaths('metrics/http_req_duration/values'),
      'metrics/http_reqs/values/count',
      'metrics/http_reqs/values/rate',
      'metrics/http_req_failed/values/rate',
      'metrics/data_received/values/count',
      'state/testRunDurationMs',
    ],
    containers: [
      'metrics/http_req_duration',
      'metrics/http_req_duration/values',
      'metrics/http_reqs/values',
      'state',
    ],
    required: ['metrics/http_req_duration'],
  },
  'k6 --summary-export': {
    format: 'k6-summary',
    content: k6Export,
    numbers: [
      ...trendPaths('metrics/http_req_duration'),
      'metrics/http_reqs/count',
      'metrics/http_reqs/rate',
      'metrics/http_req_failed/value',
    ],
    containers: ['metrics/http_req_duration', 'metrics/http_reqs'],
    required: ['metrics/http_req_duration'],
  },
  'k6 machine readable': {
    format: 'k6-summary',
    content: k6Machine,
    numbers: [
      ...trendPaths('results/metrics/0/values'),
      'results/metrics/1/values/count',
      'config/duration',
    ],
    texts: ['results/metrics/0/name', 'metadata/k6Version'],
    containers: [
      'results/metrics/0',
      'results/metrics/0/values',
      'results/metrics',
    ],
    required: ['results/metrics/0/name', 'results/metrics/0/values'],
  },
  'vegeta report': {
    format: 'vegeta-report',
    content: vegetaReport,
    numbers: [
      'latencies/mean',
      'latencies/50th',
      'latencies/99th',
      'latencies/max',
      'requests',
      'rate',
      'duration',
      'success',
      'status_codes/200',
      'buckets/0',
    ],
    containers: ['latencies', 'status_codes', 'errors', 'bytes_in'],
    required: ['requests', 'duration'],
    times: ['earliest', 'latest'],
  },
  'vegeta rows': {
    format: 'vegeta-records',
    content: JSON.parse(vegetaRows.split('\n')[0]),
    numbers: ['code', 'latency', 'bytes_in', 'bytes_out', 'seq'],
    times: ['timestamp'],
  },
  hgrm: { format: 'hgrm', content: hgrm },
  wrk2: { format: 'wrk', content: wrk2 },
  wrk: { format: 'wrk', content: wrk },
  hdr: { format: 'hdr', content: hdr },
};
