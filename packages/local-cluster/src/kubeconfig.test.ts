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
import { renderKubeconfig } from './kubeconfig';

describe('renderKubeconfig', () => {
  it('is what a client reads: server, authority and the user, all inline', () => {
    const config = new k8s.KubeConfig();
    config.loadFromString(
      renderKubeconfig({
        name: 'edge',
        server: 'https://127.0.0.1:41234',
        authority: 'AUTHORITY',
        client: { certificate: 'CERTIFICATE', privateKey: 'KEY' },
      }),
    );
    const text = (data?: string) => Buffer.from(data!, 'base64').toString();
    expect(config.getCurrentContext()).toBe('edge');
    expect(config.getCurrentCluster()?.server).toBe('https://127.0.0.1:41234');
    expect(text(config.getCurrentCluster()?.caData)).toBe('AUTHORITY');
    expect(text(config.getCurrentUser()?.certData)).toBe('CERTIFICATE');
    expect(text(config.getCurrentUser()?.keyData)).toBe('KEY');
  });
});
