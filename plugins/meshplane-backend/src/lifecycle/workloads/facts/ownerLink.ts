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
import type { KubeClient } from '../kube/KubeClient';
import type { Owner } from './ownership';

const encode = encodeURIComponent;
const ARGO_NAMESPACE = 'argocd';
const FLUX_GROUPS: Record<string, string> = {
  Kustomization: 'kustomize.toolkit.fluxcd.io/v1',
  HelmRelease: 'helm.toolkit.fluxcd.io/v2',
};

const applicationSchema = z.looseObject({
  spec: z.looseObject({
    source: z.looseObject({ repoURL: z.string().optional() }).optional(),
    sources: z
      .array(z.looseObject({ repoURL: z.string().optional() }))
      .optional(),
  }),
});
const kustomizationSchema = z.looseObject({
  spec: z.looseObject({
    sourceRef: z
      .looseObject({
        kind: z.string(),
        name: z.string(),
        namespace: z.string().optional(),
      })
      .optional(),
  }),
});
const repositorySchema = z.looseObject({
  spec: z.looseObject({ url: z.string().optional() }),
});

/** The repository in which an owned object has to be changed, if the cluster says so and it can be opened in a browser. */
export async function ownerLink(
  owner: Owner,
  client: KubeClient,
): Promise<string | undefined> {
  try {
    const url =
      owner.tool === 'argocd'
        ? await argoRepository(owner, client)
        : await fluxRepository(owner, client);
    return url !== undefined && /^https?:\/\//.test(url) ? url : undefined;
  } catch {
    // A link is a courtesy; that an object is owned is said without it.
    return undefined;
  }
}

async function argoRepository(
  { source }: Owner,
  client: KubeClient,
): Promise<string | undefined> {
  if (!source) return undefined;
  const application = await client.get(
    `/apis/argoproj.io/v1alpha1/namespaces/${encode(
      source.namespace ?? ARGO_NAMESPACE,
    )}/applications/${encode(source.name)}`,
    applicationSchema,
  );
  const { spec } = application ?? {};
  return spec?.source?.repoURL ?? spec?.sources?.[0]?.repoURL;
}

async function fluxRepository(
  { source }: Owner,
  client: KubeClient,
): Promise<string | undefined> {
  const group = source && FLUX_GROUPS[source.kind];
  if (!source?.namespace || source.kind !== 'Kustomization' || !group) {
    return undefined;
  }
  const kustomization = await client.get(
    `/apis/${group}/namespaces/${encode(
      source.namespace,
    )}/kustomizations/${encode(source.name)}`,
    kustomizationSchema,
  );
  const ref = kustomization?.spec.sourceRef;
  if (ref?.kind !== 'GitRepository') return undefined;
  const repository = await client.get(
    `/apis/source.toolkit.fluxcd.io/v1/namespaces/${encode(
      ref.namespace ?? source.namespace,
    )}/gitrepositories/${encode(ref.name)}`,
    repositorySchema,
  );
  return repository?.spec.url;
}
