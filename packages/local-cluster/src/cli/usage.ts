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

/** Help of `npm run cluster`. */
export const HELP = `A real Kubernetes control plane on this machine, with simulated nodes.

usage: npm run cluster -- <command> [options]

  up          start a cluster, or join the one that runs, and wait until it is ready
                --name NAME    (local)  clusters of different names run side by side
                --nodes K      (as before, else 3)  simulated nodes
                --real-node    one real node as well, for pods that carry traffic (Linux, root)
  down        stop a cluster and wait until it is gone
                --name NAME    (local)
                --all          every cluster of this user
                --delete       remove its data too
  status      show how the clusters are
                --name NAME    (all)
                --output text|json  (text)
  kubeconfig  print the path of an administrator's kubeconfig
                --name NAME    (local)
                --print        print the file instead
  seed SCENARIO  put a scenario's objects into a cluster
                --name NAME    (local)
                --pods N       size of the scenario "fleet"
  build       build the control plane now, instead of with the first "up"

exit codes: 0 fine, 1 it failed, 2 wrong use
`;

/** Wrong use of the command line: exit code 2. */
export class UsageError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UsageError';
  }
}
