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

import * as k8s from '@kubernetes/client-node';
import { type ClusterHandle, waitFor } from '@meshplane/local-cluster';

const NAME = 'meshplane-test-denial';

/**
 * Makes the API server refuse every change of one Deployment, as a policy of the platform team would; waits until it
 * does.
 *
 * @returns ends it
 */
export async function denyDeployment(
  cluster: ClusterHandle,
  deployment: { namespace: string; name: string },
): Promise<() => Promise<void>> {
  const config = cluster.kubeConfig();
  const policies = config.makeApiClient(k8s.AdmissionregistrationV1Api);
  const apps = config.makeApiClient(k8s.AppsV1Api);
  await policies.createValidatingAdmissionPolicy({
    body: {
      metadata: { name: NAME },
      spec: {
        failurePolicy: 'Fail',
        matchConstraints: {
          resourceRules: [
            {
              apiGroups: ['apps'],
              apiVersions: ['v1'],
              operations: ['UPDATE'],
              resources: ['deployments'],
              resourceNames: [deployment.name],
            },
          ],
        },
        validations: [
          {
            expression:
              'object.spec == oldObject.spec && !has(object.metadata.labels.denied)',
            message: 'frozen by the test',
          },
        ],
      },
    },
  });
  await policies.createValidatingAdmissionPolicyBinding({
    body: {
      metadata: { name: NAME },
      spec: { policyName: NAME, validationActions: ['Deny'] },
    },
  });
  const denies = () =>
    apps
      .patchNamespacedDeployment(
        {
          ...deployment,
          body: [{ op: 'add', path: '/metadata/labels/denied', value: 'true' }],
          dryRun: 'All',
        },
        k8s.setHeaderOptions('Content-Type', k8s.PatchStrategy.JsonPatch),
      )
      .then(
        () => false,
        error => String(error).includes('frozen by the test'),
      );
  await waitFor('the policy does not take effect', denies, {
    timeoutMs: 30_000,
  });
  return async () => {
    await policies.deleteValidatingAdmissionPolicyBinding({ name: NAME });
    await policies.deleteValidatingAdmissionPolicy({ name: NAME });
    await waitFor(
      'the policy still takes effect',
      async () => !(await denies()),
      { timeoutMs: 30_000 },
    );
  };
}
