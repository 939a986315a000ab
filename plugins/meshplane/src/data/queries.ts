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

import { useApi } from '@backstage/core-plugin-api';
import type {
  ClusterState,
  CoverageQuery,
  InventoryQuery,
  TopologyQuery,
} from '@meshplane/plugin-meshplane-common';
import {
  keepPreviousData,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { meshplaneApiRef } from '../api/meshplaneApiRef';
import { queryKeys } from './queryKeys';
import { withTimeout } from './withTimeout';

/** While a cluster is being made ready its progress is asked for, whether or not events come. */
const PROGRESS_INTERVAL_MS = 3_000;

function isMoving(state: ClusterState): boolean {
  return state === 'starting' || state === 'connecting';
}

/** Clusters with their meshes, for the overview. */
export function useFleet() {
  const api = useApi(meshplaneApiRef);
  return useQuery({
    queryKey: queryKeys.fleet,
    queryFn: () => withTimeout(api.getFleet(), 'the list of meshes'),
    refetchInterval: query =>
      query.state.data?.items.some(item => isMoving(item.health.state))
        ? PROGRESS_INTERVAL_MS
        : false,
  });
}

/** Every product that the backend knows, installed or not. */
export function useDefinitions() {
  const api = useApi(meshplaneApiRef);
  return useQuery({
    queryKey: queryKeys.definitions,
    queryFn: () => withTimeout(api.getDefinitions(), 'the list of products'),
    staleTime: Infinity,
  });
}

/** Clusters with their connection. */
export function useClusters() {
  const api = useApi(meshplaneApiRef);
  return useQuery({
    queryKey: queryKeys.clusters,
    queryFn: () => withTimeout(api.getClusters(), 'the list of clusters'),
    refetchInterval: query =>
      query.state.data?.items.some(item => isMoving(item.health.state))
        ? PROGRESS_INTERVAL_MS
        : false,
  });
}

/** One cluster with permissions, kinds and history. */
export function useCluster(cluster: string) {
  const api = useApi(meshplaneApiRef);
  return useQuery({
    queryKey: queryKeys.cluster(cluster),
    queryFn: () => withTimeout(api.getCluster(cluster), `cluster "${cluster}"`),
    refetchInterval: query =>
      query.state.data && isMoving(query.state.data.health.state)
        ? PROGRESS_INTERVAL_MS
        : false,
  });
}

/** A diagnosis runs when `enabled` and again on `refetch`; events do not start it. */
export function useDiagnosis(cluster: string, enabled: boolean) {
  const api = useApi(meshplaneApiRef);
  return useQuery({
    queryKey: queryKeys.diagnosis(cluster),
    queryFn: () =>
      withTimeout(
        api.diagnoseCluster(cluster),
        `the diagnosis of cluster "${cluster}"`,
        60_000,
      ),
    enabled,
    refetchOnWindowFocus: false,
  });
}

/** Closes the circuit of a cluster and tries at once. */
export function useReconnect(cluster: string) {
  const api = useApi(meshplaneApiRef);
  const client = useQueryClient();
  return useMutation({
    mutationFn: () =>
      withTimeout(
        api.reconnectCluster(cluster),
        `reconnecting cluster "${cluster}"`,
      ),
    onSettled: () =>
      Promise.all(
        [
          queryKeys.fleetAll,
          queryKeys.clusterAll(cluster),
          queryKeys.diagnosis(cluster),
        ].map(queryKey => client.invalidateQueries({ queryKey })),
      ),
  });
}

/** Role and binding for the features that are enabled. */
export function useRbac() {
  const api = useApi(meshplaneApiRef);
  return useQuery({
    queryKey: queryKeys.rbac,
    queryFn: () => withTimeout(api.getRbac(), 'the access rules'),
    staleTime: 60_000,
  });
}

/** One mesh of one cluster. */
export function useMesh(cluster: string, mesh: string) {
  const api = useApi(meshplaneApiRef);
  return useQuery({
    queryKey: queryKeys.mesh(cluster, mesh),
    queryFn: () =>
      withTimeout(
        api.getMesh(cluster, mesh),
        `mesh "${mesh}" of cluster "${cluster}"`,
      ),
  });
}

/** All meshes of one cluster, for pickers. */
export function useMeshes(cluster: string) {
  const api = useApi(meshplaneApiRef);
  return useQuery({
    queryKey: queryKeys.meshes(cluster),
    queryFn: () =>
      withTimeout(api.getMeshes(cluster), `the meshes of cluster "${cluster}"`),
  });
}

/** A page of workloads; the previous page stays while the next one loads. */
export function useCoverage(cluster: string, query: CoverageQuery) {
  const api = useApi(meshplaneApiRef);
  return useQuery({
    queryKey: queryKeys.coverage(cluster, query),
    queryFn: () =>
      withTimeout(
        api.getCoverage(cluster, query),
        `the coverage of cluster "${cluster}"`,
      ),
    placeholderData: keepPreviousData,
  });
}

/** Coverage by namespace. */
export function useNamespaceCoverage(cluster: string) {
  const api = useApi(meshplaneApiRef);
  return useQuery({
    queryKey: queryKeys.namespaces(cluster),
    queryFn: () =>
      withTimeout(
        api.getNamespaceCoverage(cluster),
        `the namespaces of cluster "${cluster}"`,
      ),
  });
}

/** Kinds that the inventory holds, with counts. */
export function useInventoryKinds(cluster: string) {
  const api = useApi(meshplaneApiRef);
  return useQuery({
    queryKey: queryKeys.inventoryKinds(cluster),
    queryFn: () =>
      withTimeout(
        api.getInventoryKinds(cluster),
        `the kinds of cluster "${cluster}"`,
      ),
  });
}

/** A page of objects of one kind. */
export function useInventory(cluster: string, query: InventoryQuery) {
  const api = useApi(meshplaneApiRef);
  return useQuery({
    queryKey: queryKeys.inventory(cluster, query),
    queryFn: () =>
      withTimeout(
        api.getInventory(cluster, query),
        `objects of kind "${query.kind}" in cluster "${cluster}"`,
      ),
    placeholderData: keepPreviousData,
    enabled: query.kind !== '',
  });
}

/** The graph of a cluster, cut to the limit by the backend. */
export function useTopology(cluster: string, query: TopologyQuery) {
  const api = useApi(meshplaneApiRef);
  return useQuery({
    queryKey: queryKeys.topology(cluster, query),
    queryFn: () =>
      withTimeout(
        api.getTopology(cluster, query),
        `the topology of cluster "${cluster}"`,
      ),
    placeholderData: keepPreviousData,
  });
}

/** Coverage of the workloads that belong to a catalog entity. */
export function useEntityCoverage(ref: {
  kind: string;
  namespace: string;
  name: string;
}) {
  const api = useApi(meshplaneApiRef);
  const text = `${ref.kind}:${ref.namespace}/${ref.name}`.toLocaleLowerCase(
    'en-US',
  );
  return useQuery({
    queryKey: queryKeys.entity(text),
    queryFn: () =>
      withTimeout(api.getEntityCoverage(ref), `the mesh state of "${text}"`),
  });
}
