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

/** Labels and annotations that put a pod into a mesh or keep it out, whatever its namespace says. */
export interface SidecarMarks {
  labels: Record<string, string>;
  annotations: Record<string, string>;
}

/**
 * Marks for the generator's pods. Whether they have a proxy is a factor of the measurement, so that it is never left to
 * the namespace. Meshes ignore each other's marks.
 *
 * With a proxy, the pod has to end although the proxy does not: as a native sidecar it is ended by kubelet. Where a mesh
 * is too old for that, the generator asks the proxy to end ({@link QUIT_URLS}), and in any case the Job is deleted when
 * its results are there.
 */
export function sidecarMarks(sidecar: boolean): SidecarMarks {
  const word = String(sidecar);
  return {
    labels: {
      'sidecar.istio.io/inject': word,
      'kuma.io/sidecar-injection': sidecar ? 'enabled' : 'disabled',
      // Ambient mode has no sidecars: with "sidecar", the namespace decides.
      ...(sidecar ? {} : { 'istio.io/dataplane-mode': 'none' }),
    },
    annotations: {
      'sidecar.istio.io/inject': word,
      'linkerd.io/inject': sidecar ? 'enabled' : 'disabled',
      'consul.hashicorp.com/connect-inject': word,
      ...(sidecar
        ? {
            'sidecar.istio.io/nativeSidecar': 'true',
            'proxy.istio.io/config': '{"holdApplicationUntilProxyStarts":true}',
            // The name without a stage is the newest; older versions know those with one.
            'config.linkerd.io/proxy-enable-native-sidecar': 'true',
            'config.beta.linkerd.io/proxy-enable-native-sidecar': 'true',
            'config.alpha.linkerd.io/proxy-enable-native-sidecar': 'true',
            'consul.hashicorp.com/enable-sidecar-proxy-lifecycle': 'true',
          }
        : {}),
    },
  };
}

/** Addresses inside of the pod at which proxies that are no native sidecars can be asked to end. */
export const QUIT_URLS: readonly string[] = [
  // Istio's agent, Linkerd's admin port, Kuma's Envoy, Consul's lifecycle port.
  'http://127.0.0.1:15020/quitquitquit',
  'http://127.0.0.1:4191/shutdown',
  'http://127.0.0.1:9901/quitquitquit',
  'http://127.0.0.1:20600/graceful_shutdown',
];
