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

import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { NotFoundError } from '@backstage/errors';
import type { Sample } from '@meshplane/plugin-meshplane-common';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, parseAllDocuments } from 'yaml';
import { z } from 'zod';
import type { KubeObject } from '../../manifests/model';

const descriptionSchema = z.object({
  title: z.string(),
  summary: z.string(),
  meshes: z.array(z.string()),
  expose: z.object({ service: z.string(), port: z.number().int() }),
});

const objectSchema = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({ name: z.string() }),
});

const containersSchema = z.looseObject({
  spec: z.looseObject({
    template: z.looseObject({
      spec: z.looseObject({
        containers: z.array(z.looseObject({ image: z.string() })),
      }),
    }),
  }),
});

/** A sample application as it is stored in this package. */
export interface SampleApplication {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  readonly meshes: readonly string[];
  /** Markdown. */
  readonly guide: string;
  /** Without a namespace. */
  readonly objects: readonly KubeObject[];
  readonly images: readonly string[];
  /** Service that is exposed if somebody wants that. */
  readonly expose: { readonly service: string; readonly port: number };
}

/** The sample applications that come with this package. */
export class SampleCatalogue {
  readonly #samples: readonly SampleApplication[];

  constructor(samples: readonly SampleApplication[]) {
    this.#samples = samples;
  }

  /**
   * Reads all samples.
   *
   * @param folder - one folder per sample; default: those of this package
   * @throws when a file is missing or malformed: that is a mistake in the package
   */
  static load(
    folder: string = resolvePackagePath(
      '@meshplane/plugin-meshplane-backend',
      'samples',
    ),
  ): SampleCatalogue {
    const ids = readdirSync(folder, { withFileTypes: true })
      .filter(entry => entry.isDirectory())
      .map(({ name }) => name)
      .sort();
    return new SampleCatalogue(ids.map(id => readSample(folder, id)));
  }

  /** For the API. */
  list(): Sample[] {
    return this.#samples.map(
      ({ id, title, summary, meshes, guide, objects, images }) => ({
        id,
        title,
        summary,
        meshes: [...meshes],
        guide,
        objects: objects.map(
          ({ kind, metadata }) => `${kind} ${metadata.name}`,
        ),
        images: [...images],
      }),
    );
  }

  /** @throws NotFoundError naming those that there are */
  get(id: string): SampleApplication {
    const found = this.#samples.find(one => one.id === id);
    if (!found) {
      throw new NotFoundError(
        `There is no sample "${id}"; there are ${this.#samples
          .map(one => `"${one.id}"`)
          .join(', ')}`,
      );
    }
    return found;
  }
}

function readSample(folder: string, id: string): SampleApplication {
  const read = (file: string) => readFileSync(join(folder, id, file), 'utf8');
  const description = descriptionSchema.parse(parse(read('sample.yaml')));
  const objects = parseAllDocuments(read('app.yaml')).map(
    document => objectSchema.parse(document.toJS()) as KubeObject,
  );
  return {
    id,
    ...description,
    guide: read('guide.md'),
    objects,
    images: [...new Set(objects.flatMap(imagesOf))].sort(),
  };
}

function imagesOf(object: KubeObject): string[] {
  const workload = containersSchema.safeParse(object);
  return workload.success
    ? workload.data.spec.template.spec.containers.map(({ image }) => image)
    : [];
}
