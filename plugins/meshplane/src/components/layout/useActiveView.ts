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

import { useLocation } from 'react-router-dom';
import { useMeshPaths } from '../../lib/useMeshPaths';

/** Tabs of the Mesh page. */
export type ViewName =
  | 'overview'
  | 'coverage'
  | 'topology'
  | 'inventory'
  | 'lifecycle'
  | 'operations'
  | 'connections';

const LIFECYCLE_PAGES = [
  'lifecycle',
  'releases',
  'migrations',
  'samples',
] as const;

/** Pages below the tab Lifecycle. */
export type LifecyclePage = (typeof LIFECYCLE_PAGES)[number];

function lifecyclePage(name: string): LifecyclePage | undefined {
  return LIFECYCLE_PAGES.find(page => page === name);
}

/** A tab with the cluster and the page of it that is open. */
export interface ActiveView {
  view: ViewName;
  cluster?: string;
  page?: LifecyclePage;
}

/** Reads the view and the cluster from a path below the Mesh page. */
export function activeView(pathname: string, root: string): ActiveView {
  const [head, cluster, view] = pathname
    .slice(pathname.indexOf(root) + root.length)
    .split('/')
    .filter(Boolean)
    .map(decodeURIComponent);
  const page = lifecyclePage(head === 'clusters' ? view : head);
  if (page) {
    return {
      view: 'lifecycle',
      cluster: head === 'clusters' ? cluster : undefined,
      page,
    };
  }
  switch (head) {
    case 'clusters':
      return view === 'coverage' || view === 'topology' || view === 'inventory'
        ? { view, cluster }
        : { view: 'overview', cluster };
    case 'connections':
      return { view: 'connections', cluster };
    case 'access-rules':
      return { view: 'connections' };
    case 'coverage':
    case 'topology':
    case 'inventory':
      return { view: head };
    case 'plan':
    case 'operations':
      return { view: 'operations' };
    default:
      return { view: 'overview' };
  }
}

/** View and cluster of the current address. */
export function useActiveView() {
  const { pathname } = useLocation();
  const root = useMeshPaths().overview();
  return activeView(pathname, root);
}
