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

import type { PerformanceHistory } from '@meshplane/plugin-meshplane-common';
import { readHistory } from './historyParams';
import { newsOf } from './historyNews';

const history = (
  more: Partial<PerformanceHistory> = {},
): PerformanceHistory => ({
  metric: 'p99',
  unit: 'ms',
  points: ['1.7', '1.8', '1.9'].map((release, index) => ({
    at: `2026-11-0${index + 1}T00:00:00.000Z`,
    release,
    value: 10 + index,
    runIds: [`r${index}`],
    baseline: index === 0,
  })),
  changePoints: [],
  notes: [],
  ...more,
});

const slower = {
  index: 1,
  before: 10,
  after: 12,
  change: 0.2,
  p: 0.0001,
  sentence: 'p99 rose',
};

it('takes the profile before the component, and p99 where the metric is unknown', () => {
  expect(
    readHistory(
      new URLSearchParams('profileId=p1&entityRef=component:a/b&metric=mean'),
    ),
  ).toEqual({ profileId: 'p1', entityRef: undefined, metric: 'p99' });
});

it('says since when it is worse, and by how much', () => {
  const news = newsOf(history({ changePoints: [slower] }));
  expect(news.word.word).toBe('Worse than before');
  expect(news.sentence).toBe(
    'Since 1.8, p99 is 12 ms instead of 10 ms (+20 %), and stayed so.',
  );
});

it('knows that more requests are better', () => {
  const news = newsOf(
    history({ metric: 'achievedRate', unit: 'req/s', changePoints: [slower] }),
  );
  expect(news.word.word).toBe('Better than before');
});

it('tells of an unusual latest value first, and of calm otherwise', () => {
  const outlier = {
    index: 2,
    interval: [9, 11] as [number, number],
    sentence: 'Odd.',
  };
  expect(newsOf(history({ outlier, changePoints: [slower] })).sentence).toBe(
    'Odd.',
  );
  expect(newsOf(history()).word.word).toBe('No lasting change');
});
