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

import { join } from 'node:path';
import { OnProgress } from './buildState';
import {
  BuiltBinary,
  CONTROL_PLANE,
  EGRESS,
  ensureBuilt,
} from './controlPlaneBinary';
import { GoMissingError } from './goBuild';
import { findOnPath, isExecutable } from './onPath';

/** The daemons of a control plane, by the subcommand of the built binary. */
export const CONTROL_PLANE_DAEMONS = [
  'etcd',
  'apiserver',
  'controller-manager',
  'scheduler',
  'kwok',
] as const;

/** One of {@link CONTROL_PLANE_DAEMONS}. */
export type ControlPlaneDaemon = (typeof CONTROL_PLANE_DAEMONS)[number];

/** What the stand-alone programs are called. */
const PROGRAM_NAMES: Record<ControlPlaneDaemon, string> = {
  etcd: 'etcd',
  apiserver: 'kube-apiserver',
  'controller-manager': 'kube-controller-manager',
  scheduler: 'kube-scheduler',
  kwok: 'kwok',
};

/** Where one daemon's program was found. @public */
export interface FoundBinary {
  /** The program, with the subcommand when it is the multi-call binary. */
  command: string[];
  source: 'KUBEBUILDER_ASSETS' | 'PATH' | 'built';
}

/**
 * A program for each daemon. The proxy behind the egress selector is missing
 * where everything else comes ready-made and there is no Go to build it with.
 *
 * @public
 */
export type Binaries = Record<ControlPlaneDaemon, FoundBinary> & {
  egress?: FoundBinary;
};

/** What {@link findBinaries} needs from outside; replaced in tests. */
export interface LookupEnvironment {
  env: Readonly<Record<string, string | undefined>>;
  /** Builds a binary if needed and gives its path. */
  build: (binary: BuiltBinary) => Promise<string>;
  /** Told, in a sentence, about choices that may surprise. */
  warn: (message: string) => void;
}

/**
 * Finds a program for each daemon: first in `KUBEBUILDER_ASSETS`, then on
 * `PATH`, else in the binary that is built from this package's Go module.
 */
export async function findBinaries(
  environment: LookupEnvironment,
): Promise<Binaries> {
  const { env, build, warn } = environment;
  const assets = env.KUBEBUILDER_ASSETS;
  const found: Partial<Binaries> = {};
  const missing: string[] = [];
  for (const daemon of CONTROL_PLANE_DAEMONS) {
    const program = PROGRAM_NAMES[daemon];
    const asset = assets && join(assets, program);
    if (asset && (await isExecutable(asset))) {
      found[daemon] = { command: [asset], source: 'KUBEBUILDER_ASSETS' };
      continue;
    }
    if (assets) {
      missing.push(program);
    }
    const onPath = await findOnPath(program, env);
    if (onPath) {
      found[daemon] = { command: [onPath], source: 'PATH' };
    }
  }
  if (missing.length > 0) {
    warn(
      `KUBEBUILDER_ASSETS ("${assets}") has no ${missing.join(
        ', ',
      )}; these come from PATH or are built.`,
    );
  }
  const toBuild = CONTROL_PLANE_DAEMONS.filter(daemon => !found[daemon]);
  if (toBuild.length > 0) {
    const built = await build(CONTROL_PLANE);
    for (const daemon of [...toBuild, 'egress' as const]) {
      found[daemon] = { command: [built, daemon], source: 'built' };
    }
  } else {
    const egress = await egressAlone(environment);
    if (egress) {
      found.egress = egress;
    }
  }
  return found as Binaries;
}

/** The small binary of the proxy, for control planes that come ready-made. */
async function egressAlone(
  environment: LookupEnvironment,
): Promise<FoundBinary | undefined> {
  try {
    return { command: [await environment.build(EGRESS)], source: 'built' };
  } catch (error) {
    if (!(error instanceof GoMissingError)) {
      throw error;
    }
    environment.warn(
      'Without Go, the proxy between the API server and the cluster cannot be built: webhooks, aggregated APIs and port-forwards will fail.',
    );
    return undefined;
  }
}

/**
 * Finds or builds the programs of the control plane.
 *
 * @param onProgress - told how far the build is, when one is needed
 * @throws Error that says what is missing, when there is no Go
 * @public
 */
export async function resolveBinaries(
  onProgress: OnProgress = () => {},
): Promise<Binaries> {
  return findBinaries({
    env: process.env,
    build: binary => ensureBuilt(binary, onProgress),
    warn: message => onProgress({ phase: 'binaries', percent: 0, message }),
  });
}
