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
    description: 'A plan that somebody else approves, and the steps after it',
    example: `steps:
  - id: plan
    name: Plan the upgrade
    action: meshplane:mesh:upgrade
    input:
      clusters: [local]
      mesh: linkerd~linkerd
      version: 2026.8.3
      approve: false
      wait: false
  - id: wait
    name: Wait for the approval and the upgrade
    action: meshplane:operation:wait
    input:
      operation: \${{ steps.plan.output.operation }}
`,
  },
];
