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

import { isPerformanceAvailable } from './isPerformanceAvailable';

it('shows the tab where load can be sent', () => {
  const entity = (kind: string, type: string, target?: string) => ({
    kind,
    metadata: {
      annotations: (target
        ? { 'meshplane.io/performance-target': target }
        : {}) as Record<string, string>,
    },
    spec: { type },
  });
  expect(isPerformanceAvailable(entity('Component', 'service'))).toBe(true);
  expect(isPerformanceAvailable(entity('Component', 'library'))).toBe(false);
  expect(isPerformanceAvailable(entity('System', ''))).toBe(false);
  expect(
    isPerformanceAvailable(entity('Resource', 'gateway', 'http://gw:80')),
  ).toBe(true);
});
