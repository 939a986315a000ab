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
    description: 'Two sets of runs that earlier steps made',
    example: `steps:
  - id: compare
    name: Did it get slower?
    action: meshplane:performance:compare
    input:
      a: \${{ steps.before.output.runIds }}
      b: \${{ steps.after.output.runIds }}
      titleA: v1.3.0
      titleB: v1.4.0
`,
  },
];
