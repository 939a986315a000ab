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

import type { AuthService } from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import { lookup } from 'node:dns/promises';
import type { PerformanceConfig } from '../config';
import type { ProfileRow } from '../stores/model';
import { kindOfAddress } from './addresses';
import {
  catalogTargetReader,
  type CatalogTargetReader,
} from './catalogTargets';
import type { ClusterResolver } from './clusterResolver';
import {
  literalCredentials,
  secretUses,
  type SecretUse,
  withSecrets,
} from './credentials';
import { exceededLimits } from './limits';
import type { AdmittedLoad, GuardProblem, TargetGuard } from './TargetGuard';
import {
  hostAndPort,
  matchesTarget,
  parseTargetPattern,
  type Target,
  type TargetPattern,
  targetOf,
} from './TargetPattern';

type Input = ProfileRow['input'];

const MAX_REASON = 300;

/** What {@link createTargetGuard} needs. */
export interface TargetGuardOptions {
  config: Pick<
    PerformanceConfig,
    | 'targets'
    | 'catalogTargets'
    | 'allowPrivateAddresses'
    | 'allowLoopback'
    | 'limits'
    | 'secrets'
  >;
  catalog: Pick<CatalogService, 'getEntityByRef'>;
  auth: Pick<AuthService, 'getOwnServiceCredentials'>;
  /** How pods of a cluster see a name; for loads that are made there. */
  resolveInCluster?: ClusterResolver;
  /** All addresses of a name; by default those that the system's resolver gives. */
  resolve?: (host: string) => Promise<string[]>;
}

/** One endpoint, as far as it goes through the net. */
interface Checked {
  target: Target;
  /** As the generator sees the host, which is what addresses are pinned for. */
  host: string;
  addresses: string[];
}

class DefaultTargetGuard implements TargetGuard {
  readonly #options: TargetGuardOptions;
  readonly #catalogTarget: CatalogTargetReader;
  readonly #patterns: Record<
    'targets' | 'private' | 'loopback',
    TargetPattern[]
  >;
  readonly #secrets: ReadonlyMap<
    string,
    { value: string; targets: TargetPattern[] }
  >;

  constructor(options: TargetGuardOptions) {
    const { config } = options;
    this.#options = options;
    this.#catalogTarget = catalogTargetReader(options);
    this.#patterns = {
      targets: config.targets.map(parseTargetPattern),
      private: config.allowPrivateAddresses.map(parseTargetPattern),
      loopback: config.allowLoopback.map(parseTargetPattern),
    };
    this.#secrets = new Map(
      config.secrets.map(({ name, value, targets }) => [
        name,
        { value, targets: targets.map(parseTargetPattern) },
      ]),
    );
  }

  async check(input: Input): Promise<GuardProblem[]> {
    return (await this.#inspect(input)).problems;
  }

  async admit(input: Input): Promise<AdmittedLoad> {
    const { problems, checked } = await this.#inspect(input);
    if (problems.length > 0)
      throw new NotAllowedError(
        problems
          .map(({ path, message }) => (path ? `${path}: ${message}` : message))
          .join('; '),
      );
    return {
      load: withSecrets(
        input.load,
        new Map([...this.#secrets].map(([name, { value }]) => [name, value])),
      ),
      addresses: new Map(checked.map(one => [one.host, one.addresses])),
      targets: [...new Set(checked.map(one => hostAndPort(one.target)))].sort(),
    };
  }

  /** Looks at everything, so that a person hears of all problems at once; names are asked once each. */
  async #inspect(
    input: Input,
  ): Promise<{ problems: GuardProblem[]; checked: Checked[] }> {
    const { load } = input;
    const problems = [
      ...literalCredentials(load),
      ...exceededLimits(load, this.#options.config.limits),
    ];
    const checked: Checked[] = [];
    const catalog = await this.#targetOfEntity(input.entityRef);
    const resolve = once((host: string) => this.#resolve(input, host));
    for (const [index, endpoint] of load.endpoints.entries()) {
      const path = `load.endpoints.${index}.url`;
      const target = readTarget(endpoint.url);
      if (!target) {
        problems.push({ path, message: 'The host of the URL cannot be read' });
        continue;
      }
      const problem =
        this.#notListed(target, catalog) ??
        (await this.#badAddress(target, resolve));
      if (typeof problem === 'string') {
        problems.push({ path, message: problem });
        continue;
      }
      const host = new URL(endpoint.url).hostname.replace(/^\[|\]$/g, '');
      checked.push({ target, host, addresses: problem });
    }
    problems.push(...this.#secretProblems(load));
    return { problems, checked };
  }

  async #targetOfEntity(entityRef: string | undefined) {
    if (!this.#options.config.catalogTargets)
      return {
        nothing:
          'catalog entities allow none ("meshplane.performance.catalogTargets" is false)',
      };
    if (!entityRef) return { nothing: 'the profile names no catalog entity' };
    try {
      return await this.#catalogTarget(entityRef);
    } catch (error) {
      return { nothing: `the catalog could not be asked: ${reason(error)}` };
    }
  }

  #notListed(
    target: Target,
    catalog: Awaited<ReturnType<CatalogTargetReader>>,
  ): string | undefined {
    if (this.#patterns.targets.some(one => matchesTarget(one, target)))
      return undefined;
    if ('target' in catalog) {
      if (
        catalog.target.host === target.host &&
        catalog.target.port === target.port
      )
        return undefined;
    }
    const why =
      'nothing' in catalog
        ? catalog.nothing
        : `the catalog entity allows "${hostAndPort(catalog.target)}" only`;
    return `"${hostAndPort(
      target,
    )}" is not an allowed target: no pattern of "meshplane.performance.targets" means it, and ${why}`;
  }

  /** The addresses of a target, or what is wrong with one of them. */
  async #badAddress(
    target: Target,
    resolve: (host: string) => Promise<string[]>,
  ): Promise<string | string[]> {
    let addresses: string[];
    try {
      addresses = await resolve(target.host);
    } catch (error) {
      return `"${target.host}" cannot be resolved: ${reason(error)}`;
    }
    if (addresses.length === 0) return `"${target.host}" has no address`;
    for (const address of addresses) {
      const problem = this.#addressProblem(target, address);
      if (problem) return problem;
    }
    return addresses;
  }

  #addressProblem(target: Target, address: string): string | undefined {
    const { kind, what } = kindOfAddress(address);
    const named =
      address === target.host
        ? `"${address}" is ${what}`
        : `"${target.host}" is at ${address}, ${what}`;
    const allowedBy = (patterns: readonly TargetPattern[]) =>
      patterns.some(one => matchesTarget(one, target));
    switch (kind) {
      case 'forbidden':
        return `${named}; no load is ever sent there`;
      case 'private':
        return allowedBy(this.#patterns.private)
          ? undefined
          : `${named}; "meshplane.performance.allowPrivateAddresses" allows it for a target`;
      case 'loopback':
        return allowedBy(this.#patterns.loopback)
          ? undefined
          : `${named}; "meshplane.performance.allowLoopback" allows it for a target`;
      default:
        return undefined;
    }
  }

  async #resolve({ runner }: Input, host: string): Promise<string[]> {
    const { resolveInCluster, resolve = systemAddresses } = this.#options;
    if (runner.type !== 'local' && resolveInCluster) {
      const { cluster, namespace } = runner;
      const found = await resolveInCluster({ cluster, namespace, host });
      if (found) return found;
    }
    return resolve(host);
  }

  #secretProblems(load: Input['load']): GuardProblem[] {
    return secretUses(load).flatMap(use => {
      const problem = this.#secretProblem(load, use);
      return problem ? [{ path: use.path, message: problem }] : [];
    });
  }

  #secretProblem(load: Input['load'], use: SecretUse): string | undefined {
    const secret = this.#secrets.get(use.name);
    if (!secret)
      return `There is no secret "${use.name}" in "meshplane.performance.secrets"`;
    const endpoints =
      use.endpoint === undefined
        ? load.endpoints
        : [load.endpoints[use.endpoint]];
    for (const { url } of endpoints) {
      const target = readTarget(url);
      if (
        target &&
        !secret.targets.some(pattern => matchesTarget(pattern, target))
      )
        return `The secret "${use.name}" may not be sent to "${hostAndPort(
          target,
        )}"`;
    }
    return undefined;
  }
}

/** The guard of the configured targets, limits and secrets. */
export function createTargetGuard(options: TargetGuardOptions): TargetGuard {
  return new DefaultTargetGuard(options);
}

function readTarget(url: string): Target | undefined {
  try {
    const target = targetOf(url);
    return target.host ? target : undefined;
  } catch {
    return undefined;
  }
}

async function systemAddresses(host: string): Promise<string[]> {
  const found = await lookup(host, { all: true, verbatim: true });
  return found.map(({ address }) => address);
}

/** Asks once per argument, so that all endpoints of a load see the same answer. */
function once<T>(ask: (key: string) => Promise<T>) {
  const known = new Map<string, Promise<T>>();
  return (key: string) => {
    const answer = known.get(key) ?? ask(key);
    known.set(key, answer);
    return answer;
  };
}

function reason(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.slice(0, MAX_REASON);
}
