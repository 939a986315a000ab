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

/**
 * Prints the access rules for a portal's configuration: `rbac [--read-only] [--no-workloads] [--no-lifecycle] [--performance] [--helm-releases] [--kubelet-stats]
 * [--no-mesh] [--no-gateway-api] [--kind <plural>.<group>]… [--name n] [--namespace ns]`. The options stand for the keys of `meshplane.features` and
 * `meshplane.inventory.kinds`.
 */
import { parseArgs } from 'node:util';
import { ConfigReader } from '@backstage/config';
import { readMeshplaneConfig } from '../config';
import { featuresOf } from './features';
import { generateRbac } from './generateRbac';

/**
 * Runs the command.
 *
 * @param args - without the name of the program
 * @returns the YAML
 * @throws when an option is not known or its value is wrong
 */
export function rbacCommand(args: readonly string[]): string {
  const { values } = parseArgs({
    args: [...args],
    options: {
      'helm-releases': { type: 'boolean', default: false },
      'kubelet-stats': { type: 'boolean', default: false },
      'read-only': { type: 'boolean', default: false },
      'no-workloads': { type: 'boolean', default: false },
      'no-lifecycle': { type: 'boolean', default: false },
      performance: { type: 'boolean', default: false },
      'no-mesh': { type: 'boolean', default: false },
      'no-gateway-api': { type: 'boolean', default: false },
      kind: { type: 'string', multiple: true, default: [] },
      name: { type: 'string', default: 'meshplane-reader' },
      namespace: { type: 'string', default: 'meshplane' },
    },
  });
  const config = readMeshplaneConfig(
    new ConfigReader({
      meshplane: {
        features: {
          mesh: !values['no-mesh'],
          gatewayApi: !values['no-gateway-api'],
          helmReleases: values['helm-releases'],
          kubeletStats: values['kubelet-stats'],
          workloads: !values['read-only'] && !values['no-workloads'],
          lifecycle: !values['read-only'] && !values['no-lifecycle'],
          performance: !values['read-only'] && values.performance,
        },
        inventory: { kinds: values.kind },
      },
    }),
  );
  return generateRbac(featuresOf(config), {
    name: values.name,
    namespace: values.namespace,
  });
}

if (require.main === module) {
  try {
    process.stdout.write(rbacCommand(process.argv.slice(2)));
  } catch (error) {
    process.stderr.write(
      `${error instanceof Error ? error.message : String(error)}\n`,
    );
    process.exitCode = 2;
  }
}
