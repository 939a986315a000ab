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

import '@testing-library/jest-dom';
import { configure } from '@testing-library/react';

// The first query of a whole-app test renders the app, which takes seconds on a cold cache of a busy machine.
configure({ asyncUtilTimeout: 30_000 });
jest.setTimeout(60_000);

// jsdom does not know every at-rule that JSS writes; hundreds of its warnings would hide what a failing test says.
const { warn } = console;
// eslint-disable-next-line no-console
console.warn = (...args: unknown[]) => {
  if (!String(args[0]).startsWith('Warning: [JSS]')) warn(...args);
};
