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

import type { LiveState } from '@meshplane/plugin-meshplane-common';
import { ErrorRateWatch } from './ErrorRateWatch';

const live = (
  elapsedSeconds: number,
  ok: number,
  errors: Record<string, number>,
  phase: LiveState['phase'] = 'measured',
): LiveState => ({
  phase,
  elapsedSeconds,
  plannedSeconds: 60,
  sent: 0,
  ok,
  errors,
  rate: 0,
});

describe('ErrorRateWatch', () => {
  it('looks at the latest seconds, not at the whole run', () => {
    const watch = new ErrorRateWatch(0.5);
    for (let second = 1; second <= 100; second++)
      expect(watch.next(live(second, second * 100, {}))).toBeUndefined();
    // Four bad seconds are not yet more than half of six.
    for (let bad = 1; bad <= 2; bad++)
      expect(
        watch.next(live(100 + bad, 10_000, { http_5xx: bad * 100 })),
      ).toBeUndefined();
    expect(watch.next(live(103, 10_000, { http_5xx: 300 }))).toBe(
      '60 % of the requests of the last 5 s failed, the limit is 50 %',
    );
  });

  it('waits for enough answers where there are few', () => {
    const watch = new ErrorRateWatch(0.5);
    for (let second = 1; second <= 9; second++)
      expect(watch.next(live(second, 0, { reset: second }))).toBeUndefined();
    expect(watch.next(live(10, 0, { reset: 10 }))).toContain('100 %');
  });

  it('does not blame the target for what never reached it', () => {
    const watch = new ErrorRateWatch(0.01);
    expect(
      watch.next(
        live(10, 100, { dropped: 900, not_sent: 9, aborted_at_end: 9 }),
      ),
    ).toBeUndefined();
  });

  it('needs a failure even where no failure is allowed', () => {
    const watch = new ErrorRateWatch(0);
    expect(watch.next(live(10, 100, {}))).toBeUndefined();
    expect(watch.next(live(11, 100, { tls: 1 }))).toContain('the limit is 0 %');
  });

  it('says nothing of warm-up and drain', () => {
    const watch = new ErrorRateWatch(0.5);
    const errors = { http_5xx: 100 };
    expect(watch.next(live(10, 0, errors, 'warm-up'))).toBeUndefined();
    expect(watch.next(live(10, 0, errors, 'drain'))).toBeUndefined();
  });
});
