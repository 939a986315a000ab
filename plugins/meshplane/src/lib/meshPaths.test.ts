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

import { activeView } from '../components/layout/useActiveView';
import { meshPaths } from './meshPaths';

const paths = meshPaths('/mesh');

describe('meshPaths', () => {
  it('encodes names and leaves empty parameters out', () => {
    expect(
      paths.view('coverage', 'arn:aws/prod', { namespace: 'a b', q: '' }),
    ).toBe('/mesh/clusters/arn%3Aaws%2Fprod/coverage?namespace=a+b');
    expect(paths.mesh('prod', 'istio~istio-system~1-30')).toBe(
      '/mesh/clusters/prod/meshes/istio~istio-system~1-30',
    );
    expect(paths.view('topology')).toBe('/mesh/topology');
  });
});

describe('activeView', () => {
  it.each([
    ['/mesh', { view: 'overview' }],
    ['/mesh/coverage', { view: 'coverage' }],
    [
      '/mesh/clusters/arn%3Aaws/topology',
      { view: 'topology', cluster: 'arn:aws' },
    ],
    ['/mesh/clusters/prod/meshes/istio', { view: 'overview', cluster: 'prod' }],
    ['/mesh/connections/prod', { view: 'connections', cluster: 'prod' }],
    ['/mesh/access-rules', { view: 'connections' }],
  ])('reads %s', (path, expected) => {
    expect(activeView(path, '/mesh')).toEqual(expected);
  });
});
