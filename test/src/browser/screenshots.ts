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

import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Locator, Page } from 'playwright-core';

const IMAGES = path.resolve(__dirname, '../../../docs/images');
export const THEMES = ['light', 'dark'] as const;

/**
 * Writes docs/images/NAME-light.png and NAME-dark.png where MESHPLANE_SCREENSHOTS is set; without it, still switches to
 * both themes and back, so that the test sees each.
 *
 * @param ready - what has to be visible; the portal draws itself anew when the theme changes
 */
export async function screenshot(
  page: Page,
  name: string,
  ready: Locator,
): Promise<void> {
  for (const theme of THEMES) {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
    await page.waitForFunction(
      wanted => document.body.getAttribute('data-theme-mode') === wanted,
      theme,
    );
    await ready.waitFor();
    if (process.env.MESHPLANE_SCREENSHOTS) {
      // Material UI 4 may leave style sheets of the theme before behind when it changes in mid-render.
      await page.reload();
      await ready.waitFor();
      await settled(page);
      await mkdir(IMAGES, { recursive: true });
      await page.screenshot({
        path: path.join(IMAGES, `${name}-${theme}.png`),
        animations: 'disabled',
      });
    }
  }
  await page.emulateMedia({ colorScheme: 'light' });
  if (process.env.MESHPLANE_SCREENSHOTS) await page.reload();
  await ready.waitFor();
}

/** Waits until the colours of the page have been the same for some frames: parts of it arrive one by one. */
function settled(page: Page): Promise<void> {
  return page.evaluate(async () => {
    const colours = () =>
      ['h2', 'h3', 'th', 'td', '.MuiPaper-root', '.MuiButton-root', 'main a']
        .flatMap(selector => [...document.querySelectorAll(selector)])
        .map(part => {
          const { color, backgroundColor } = getComputedStyle(part);
          return `${color} ${backgroundColor}`;
        })
        .join();
    let last = '';
    for (let same = 0, frames = 0; same < 12 && frames < 300; frames += 1) {
      await new Promise(done => requestAnimationFrame(done));
      const now = colours();
      same = now === last ? same + 1 : 0;
      last = now;
    }
  });
}

/**
 * What makes the page as a whole scroll sideways, which no page should: the document, or a part of the portal's frame
 * around the page's title. Wide tables and graphs may scroll within themselves.
 *
 * @returns tag and class of each culprit; empty where there is none
 */
export function sidewaysScrollers(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const culprits: string[] = [];
    const root = document.documentElement;
    let part: Element | null = document.querySelector('h1, h2') ?? root;
    for (; part; part = part.parentElement) {
      const scrolls =
        part === root ||
        ['auto', 'scroll'].includes(getComputedStyle(part).overflowX);
      if (scrolls && part.scrollWidth > part.clientWidth)
        culprits.push(`${part.tagName} ${part.className}`.trim());
    }
    return culprits;
  });
}
