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

import { panelModel, pointsOf } from './panelModel';

it('puts series with other instants on one axis, with gaps', () => {
  const model = panelModel({
    title: 'CPU',
    series: [
      {
        name: 'a',
        points: [
          [100, 1],
          [115, 2],
        ],
      },
      {
        name: 'b',
        points: [
          [115, 3],
          [130, Number.NaN],
        ],
      },
    ],
    notes: [],
  });
  expect(model.start).toBe(100);
  expect(model.seconds).toEqual([0, 15, 30]);
  expect(model.lines[1].values).toEqual([undefined, 3, undefined]);
  expect(pointsOf(model, model.lines[1])).toEqual([{ second: 15, value: 3 }]);
});
