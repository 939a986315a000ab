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

import { z } from 'zod';
import {
  crdSetSchema,
  helmReleaseSchema,
  kubeObjectSchema,
  SHORTHAND_API_VERSION,
  workloadSchema,
  type KubeObject,
} from '../documents';
import { expandCrdSet } from './crd-set';
import { expandHelmRelease, markOwned } from './helm-release';
import { expandWorkload } from './workload';

/** One YAML document and where it stands, for error messages. */
export type SourceDocument = { file: string; index: number; value: unknown };

/** An object ready for the API server, and the document it came from. */
export type SeedObject = { object: KubeObject; file: string };

const identitySchema = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
});

function parse<T>(schema: z.ZodType<T>, source: SourceDocument): T {
  const result = schema.safeParse(source.value);
  if (!result.success) {
    const issue = result.error.issues[0];
    throw new Error(
      `Invalid document ${source.index + 1} in "${source.file}": ${
        issue.message
      } at "${issue.path.join('.')}"`,
    );
  }
  return result.data;
}

function expandOne(source: SourceDocument): KubeObject[] {
  const { apiVersion, kind } = parse(identitySchema, source);
  if (apiVersion !== SHORTHAND_API_VERSION) {
    return [parse(kubeObjectSchema, source)];
  }
  switch (kind) {
    case 'Workload':
      return expandWorkload(parse(workloadSchema, source));
    case 'CrdSet':
      return expandCrdSet(parse(crdSetSchema, source));
    case 'HelmRelease':
      return [expandHelmRelease(parse(helmReleaseSchema, source))];
    default:
      throw new Error(
        `Invalid document ${source.index + 1} in "${
          source.file
        }": unknown kind "${kind}" of ${SHORTHAND_API_VERSION}`,
      );
  }
}

/**
 * Turns the documents of one file into Kubernetes objects. A HelmRelease in the file makes the release the
 * owner of everything else in it.
 */
export function expandFile(documents: SourceDocument[]): SeedObject[] {
  const releaseSource = documents.find(document => {
    const identity = identitySchema.safeParse(document.value);
    return (
      identity.success &&
      identity.data.apiVersion === SHORTHAND_API_VERSION &&
      identity.data.kind === 'HelmRelease'
    );
  });
  const release = releaseSource && parse(helmReleaseSchema, releaseSource);
  return documents.flatMap(document =>
    expandOne(document).map(object => ({
      object:
        release && document !== releaseSource && object.kind !== 'Namespace'
          ? markOwned(object, release)
          : object,
      file: document.file,
    })),
  );
}
