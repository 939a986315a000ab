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

import type { Inventory } from '../../inventory/Inventory';

/**
 * Addresses of a name as pods of a cluster see it.
 *
 * @returns undefined if it is no name of a service of the cluster, so that DNS has to be asked
 * @throws Error with the reason if the service has no address that could be pinned
 */
export type ClusterResolver = (place: {
  cluster: string;
  /** Of the pods that ask. */
  namespace: string;
  host: string;
}) => Promise<string[] | undefined>;

const SERVICE_NAME =
  /^([a-z0-9-]+)(?:\.([a-z0-9-]+))?(?:\.svc(?:\.[a-z0-9.-]+)?)?$/;

/** Finds services in the inventory: the backend need not be able to ask the DNS of the cluster. */
export function clusterResolver(
  inventory: Pick<Inventory, 'snapshot'>,
): ClusterResolver {
  return async ({ cluster, namespace, host }) => {
    const match = SERVICE_NAME.exec(host);
    if (!match) return undefined;
    const [, name, inNamespace = namespace] = match;
    const service = inventory
      .snapshot(cluster)
      .get('Service', inNamespace, name);
    const described = `The service "${inNamespace}/${name}" of cluster "${cluster}"`;
    if (!service) {
      if (host.includes('.svc')) throw new Error(`${described} is not there`);
      return undefined;
    }
    const { type, clusterIP, externalName } = service.spec;
    if (type === 'ExternalName' || externalName)
      throw new Error(
        `${described} stands for "${externalName}" outside of it; name that host itself`,
      );
    if (!clusterIP || clusterIP === 'None')
      throw new Error(
        `${described} is headless: it has no address of its own that could be pinned`,
      );
    return [clusterIP];
  };
}
