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

import {
  validateDesign,
  type Design,
  type DesignFinding,
} from '@meshplane/designs';

/** What checks may go by. */
export interface CheckOptions {
  /** Version of the Kubernetes that the design is for. */
  kubernetesVersion?: string;
}

/** One kind of check; more of them are added to {@link designChecks}. */
export type DesignCheck = (
  design: Design,
  options: CheckOptions,
) => Promise<DesignFinding[]>;

/** What `design validate` asks, in this order. */
export const designChecks: readonly DesignCheck[] = [
  (design, { kubernetesVersion }) =>
    validateDesign(design, { kubernetesVersion }),
];
