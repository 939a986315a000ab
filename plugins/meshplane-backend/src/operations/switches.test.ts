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

import { switchedOff } from './switches';

const ALL = { lifecycle: true, workloads: true };

function asked(kind: string, input: object = {}, delivery = 'direct') {
  return { kind, input, delivery } as Parameters<typeof switchedOff>[0];
}

describe('switchedOff', () => {
  it('lets everything pass that is on', () => {
    expect(switchedOff(asked('mesh.install'), ALL)).toBeUndefined();
    expect(switchedOff(asked('workload.restart'), ALL)).toBeUndefined();
  });

  it('names the key of what is off', () => {
    const noLifecycle = { ...ALL, lifecycle: false };
    for (const kind of [
      'mesh.install',
      'mesh.upgrade',
      'mesh.uninstall',
      'mesh.configure',
      'mesh.migrate',
      'release.recover',
    ])
      expect(switchedOff(asked(kind), noLifecycle)).toContain(
        `"${kind}" that change clusters are switched off in this portal: set "meshplane.features.lifecycle" to true`,
      );
    const noWorkloads = { ...ALL, workloads: false };
    for (const kind of [
      'workload.onboard',
      'workload.offboard',
      'workload.restart',
      'sample.install',
      'sample.remove',
      'mesh.migrate',
    ])
      expect(switchedOff(asked(kind), noWorkloads)).toContain(
        'set "meshplane.features.workloads" to true',
      );
    expect(switchedOff(asked('sample.install'), noLifecycle)).toBeUndefined();
    expect(
      switchedOff(asked('mesh.migrate'), {
        lifecycle: false,
        workloads: false,
      }),
    ).toContain(
      '"meshplane.features.lifecycle" and "meshplane.features.workloads"',
    );
  });

  it('refuses the restarts of an upgrade, not the upgrade', () => {
    const noWorkloads = { ...ALL, workloads: false };
    expect(switchedOff(asked('mesh.upgrade'), noWorkloads)).toBeUndefined();
    expect(
      switchedOff(asked('mesh.upgrade', { restart: true }), noWorkloads),
    ).toContain('upgrade without the restart (field "input.restart")');
  });

  it('lets plans pass that only write files', () => {
    expect(
      switchedOff(asked('mesh.install', {}, 'gitops'), {
        lifecycle: false,
        workloads: false,
      }),
    ).toBeUndefined();
  });
});
