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
    description: 'The version of Linkerd in the cluster "local"',
    example: `steps:
  - id: mesh
    name: Look at the mesh
    action: meshplane:mesh:describe
    input:
      cluster: local
      mesh: linkerd
output:
  text:
    - title: Mesh
      content: \${{ steps.mesh.output.name }} \${{ steps.mesh.output.version }}
`,
  },
  {
    description:
      'One of several revisions in a cluster, by its id; a later step runs only if it is healthy',
    example: `steps:
  - id: mesh
    name: Look at the mesh
    action: meshplane:mesh:describe
    input:
      cluster: \${{ parameters.cluster }}
      mesh: istio~istio-system~1-29-6
  - id: log
    name: Go on
    if: \${{ steps.mesh.output.health == "healthy" }}
    action: debug:log
    input:
      message: \${{ steps.mesh.output.supportText }}
`,
  },
];
