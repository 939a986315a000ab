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

import { mockApis, renderTestApp } from '@backstage/frontend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { configure, fireEvent, screen } from '@testing-library/react';
import { MockMeshplaneApi } from '../../dev/MockMeshplaneApi';
import { fillStudies } from '../../dev/performance/studyFixtures';
import { meshplaneApiRef } from '../api/meshplaneApiRef';
import { meshplanePlugin } from '../plugin';

/** Whole pages are drawn here, with charts and long forms: a busy machine takes its time. */
export const PAGE_TIMEOUT_MS = 120_000;
configure({ asyncUtilTimeout: 30_000 });

/** Opens the portal at a path, with something of everything to look at. */
export function openStudies(
  path: string,
  api = new MockMeshplaneApi(),
): MockMeshplaneApi {
  fillStudies(api.performance);
  renderTestApp({
    features: [meshplanePlugin],
    apis: [
      [meshplaneApiRef, api],
      mockApis.permission({ authorize: AuthorizeResult.ALLOW }),
    ],
    initialRouteEntries: [path],
  });
  return api;
}

/** Waits for a button. */
export const findButton = (name: string | RegExp) =>
  screen.findByRole('button', { name });

/** Waits for the verdict of a page. */
export const findVerdict = () =>
  screen.findByRole('region', { name: 'Verdict' });

/** Writes into a field at once: typing letter by letter draws a long form anew for each of them. */
export const fill = (field: HTMLElement, value: string) =>
  fireEvent.change(field, { target: { value } });
