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

import type { KubeObject } from '@meshplane/meshes';
import { apiVersionOf, type KindSpec } from '../kinds';
import { projectMetadata, type ProjectionContext } from './metadata';
import { isRaw } from './raw';

/**
 * Trims one object of the API.
 *
 * @returns undefined for what has no name and so cannot be an object
 */
export function projectObject(
  spec: KindSpec,
  raw: unknown,
  context: ProjectionContext,
): KubeObject | undefined {
  if (!isRaw(raw)) return undefined;
  const metadata = projectMetadata(raw, context);
  if (!metadata) return undefined;
  // Items of a list carry neither, and with metadata only they would name the wrong kind.
  const base: KubeObject = {
    apiVersion: context.interner.text(apiVersionOf(spec)),
    kind: spec.kind,
    metadata,
  };
  return spec.project(raw, base, context);
}
