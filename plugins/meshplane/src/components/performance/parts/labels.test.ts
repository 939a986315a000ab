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

import { labelsText, readLabels } from './labels';

describe('labels as text', () => {
  it('survive the way there and back', () => {
    const labels = { env: 'prod', query: 'a=b' };
    expect(readLabels(labelsText(labels))).toEqual({ labels });
    expect(readLabels('\n env = prod \n')).toEqual({ labels: { env: 'prod' } });
  });

  it('name the line that is wrong', () => {
    expect(readLabels('env=prod\nnonsense')).toEqual({
      problem: 'Line 2: "nonsense" is not name=value.',
    });
    expect(readLabels('env=a\nenv=b')).toEqual({
      problem: 'Line 2: "env" stands there twice.',
    });
  });
});
