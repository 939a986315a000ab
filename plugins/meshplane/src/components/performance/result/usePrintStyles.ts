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

import { makeStyles } from '@material-ui/core/styles';

/**
 * On paper there is only the report: the portal around it is left out, what scrolls on the screen is shown as a whole, and
 * the paper is white in the dark theme, too.
 */
export const usePrintStyles = makeStyles(theme => ({
  '@global': {
    '@media print': {
      '@page': { margin: '14mm' },
      'nav, header, [class*="BackstageSidebar-root"], [class*="BackstageSidebar-drawer"], [class*="bui-PluginHeader"], [class*="bui-Header"]':
        { display: 'none !important' },
      'html, body': { backgroundColor: '#fff !important' },
      'body *': { backgroundColor: 'transparent !important' },
      'body, main, article, #root, #root > *, [class*="BackstageSidebarPage-root"]':
        {
          overflow: 'visible !important',
          height: 'auto !important',
          minHeight: '0 !important',
          padding: '0 !important',
          margin: '0 !important',
        },
      '[class*="BackstagePage-root"], [class*="BackstageContent-root"]': {
        display: 'block !important',
        overflow: 'visible !important',
        height: 'auto !important',
      },
    },
  },
  report: {
    '@media print': {
      printColorAdjust: 'exact',
      // The dark theme's colours are made for a dark ground; turned over they can be read on white, in the charts as well.
      filter:
        theme.palette.type === 'dark' ? 'invert(1) hue-rotate(180deg)' : 'none',
      '& section': { breakInside: 'avoid', overflow: 'visible' },
    },
  },
}));
