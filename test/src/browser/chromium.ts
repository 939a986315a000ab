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

import { existsSync } from 'node:fs';
import path from 'node:path';
import { chromium, type Browser } from 'playwright-core';

const NAMES = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
];

/**
 * Starts an installed Chromium: the one that CHROMIUM_BIN names, or the first on the PATH.
 *
 * @throws Error that says what to install
 */
export function launchChromium(): Promise<Browser> {
  const candidates = [
    process.env.CHROMIUM_BIN,
    ...(process.env.PATH ?? '')
      .split(path.delimiter)
      .flatMap(folder => NAMES.map(name => path.join(folder, name))),
  ];
  const executablePath = candidates.find(file => file && existsSync(file));
  if (!executablePath) {
    throw new Error(
      'No Chromium found. Install it (on Debian: "apt-get install chromium") or name it in CHROMIUM_BIN.',
    );
  }
  return chromium.launch({
    executablePath,
    // Nothing but the portal is asked for anything.
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
