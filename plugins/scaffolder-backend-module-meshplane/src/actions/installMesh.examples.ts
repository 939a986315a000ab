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
    description: 'Istio on two clusters, one after the other',
    example: `steps:
  - id: istio
    name: Install Istio
    action: meshplane:mesh:install
    input:
      clusters: [local, edge]
      definition: istio
      preset: default
`,
  },
  {
    description: 'Files for Flux or Argo CD instead of a direct change',
    example: `steps:
  - id: linkerd
    name: Write the files
    action: meshplane:mesh:install
    input:
      clusters: [local]
      definition: linkerd
      delivery: gitops
`,
  },
];
