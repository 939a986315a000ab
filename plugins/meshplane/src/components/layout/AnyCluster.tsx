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

import { LinkButton } from '@backstage/core-components';
import type { ClusterList } from '@meshplane/plugin-meshplane-common';
import { Navigate, useLocation } from 'react-router-dom';
import { useClusters } from '../../data/queries';
import type { ClusterView } from '../../lib/meshPaths';
import { useMeshPaths } from '../../lib/useMeshPaths';
import { EmptyNotice } from '../feedback/EmptyNotice';
import { QueryView } from '../feedback/QueryView';

/** The cluster to show when none is named: the first that can be read, else the first. */
export function firstCluster(list: ClusterList): string | undefined {
  const readable = list.items.find(
    item =>
      item.health.state === 'connected' || item.health.state === 'degraded',
  );
  return (readable ?? list.items[0])?.name;
}

/** Goes to a view of some cluster; filters in the address are kept. */
export function AnyCluster(props: { view: ClusterView }) {
  const clusters = useClusters();
  const paths = useMeshPaths();
  const { search } = useLocation();
  return (
    <QueryView query={clusters} what="the list of clusters">
      {list => {
        const cluster = firstCluster(list);
        return cluster ? (
          <Navigate
            to={`${paths.view(props.view, cluster)}${search}`}
            replace
          />
        ) : (
          <EmptyNotice
            title="No cluster is configured"
            text={`There is nothing to show in ${props.view} until this portal knows a cluster.`}
          >
            <LinkButton
              to={paths.connections()}
              color="primary"
              variant="contained"
            >
              See how to add a cluster
            </LinkButton>
          </EmptyNotice>
        );
      }}
    </QueryView>
  );
}
