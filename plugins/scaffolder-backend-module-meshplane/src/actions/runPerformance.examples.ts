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

import type { TemplateExample } from '@backstage/plugin-scaffolder-node';

export const examples: TemplateExample[] = [
  {
    description: 'Runs of a stored profile, judged beside its baseline',
    example: `steps:
  - id: load
    name: Measure
    action: meshplane:performance:run
    input:
      profileId: checkout
      release: v1.4.0
      repeats: 6
      compareWithBaseline: true
`,
  },
  {
    description: 'A load of its own, whose outcome a later step looks at',
    example: `steps:
  - id: load
    name: Measure
    action: meshplane:performance:run
    input:
      profile:
        name: Checkout
        load:
          name: Checkout
          endpoints:
            - url: http://checkout.shop.svc.cluster.local:8080/
          load:
            model: open
            stages:
              - { seconds: 60, from: 100, to: 100 }
          gates:
            - threshold: p(99)<250
      failOn: []
`,
  },
];
