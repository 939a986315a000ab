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

import { CompileProgress } from './progress';

describe('CompileProgress', () => {
  const packages = ['unsafe', 'go.etcd.io/bbolt', 'k8s.io/api/core/v1', 'main'];

  it('counts each package once', () => {
    const progress = new CompileProgress(packages);
    expect(progress.add('unsafe')).toBe(25);
    expect(progress.add('unsafe')).toBe(25);
    expect(progress.add('k8s.io/api/core/v1')).toBe(50);
    expect(progress.done).toBe(false);
  });

  it('passes over everything that is not a package', () => {
    const progress = new CompileProgress(packages);
    for (const line of [
      '# k8s.io/api/core/v1',
      'go: downloading go.etcd.io/bbolt v1.4.3',
      'somebody.else/package',
      '',
    ]) {
      expect(progress.add(line)).toBe(0);
    }
  });

  it('is done with the main package, though cached packages were never named', () => {
    const progress = new CompileProgress(packages);
    expect(progress.add('main')).toBe(100);
    expect(progress.done).toBe(true);
  });

  it('is done when the last package was named', () => {
    const progress = new CompileProgress(packages);
    packages.forEach(name => progress.add(name));
    expect(progress.percent).toBe(100);
    expect(progress.done).toBe(true);
  });
});
