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

import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ensureBuilt, type BuiltBinary } from '../binaries/controlPlaneBinary';
import { clusterLayout } from '../cluster/layout';
import { importArchive } from './containerd';
import { writeImageArchive, type ImageSpec } from './imageArchive';
import { realNodeLayout, type RealNodeLayout } from './layout';
import { findNodePrograms, type NodePrograms } from './requirements';

/**
 * Makes an image from local files and brings it onto the real node of a cluster. Pods use it with
 * `imagePullPolicy: IfNotPresent` or `Never`.
 *
 * @throws Error if the cluster has no real node, or the image is not valid
 * @public
 */
export async function importImage(
  clusterName: string,
  spec: ImageSpec,
): Promise<void> {
  await importSpec(
    await findNodePrograms(),
    realNodeLayout(clusterLayout(clusterName)),
    spec,
  );
}

/** Brings an image onto the node that holds just one of our programs. */
export async function importProgram(
  programs: NodePrograms,
  layout: RealNodeLayout,
  binary: BuiltBinary,
  reference: string,
): Promise<void> {
  const path = `/${binary.name}`;
  await importSpec(programs, layout, {
    reference,
    files: [{ path, from: { file: await ensureBuilt(binary) } }],
    entrypoint: [path],
    user: '65532',
  });
}

async function importSpec(
  programs: NodePrograms,
  layout: RealNodeLayout,
  spec: ImageSpec,
) {
  const archive = join(
    layout.imageFolder,
    `${spec.reference.replace(/[^a-zA-Z0-9.]+/g, '_')}.tar`,
  );
  await writeImageArchive(spec, archive);
  try {
    await importArchive(programs, layout, archive);
  } finally {
    await rm(archive, { force: true });
  }
}
