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
 * ESLint configuration of every package: Backstage's own plus the direction of dependencies. A package may import only
 * the project's packages that are listed for it here; libraries know nothing of Backstage, of the network or of files.
 */
const path = require('node:path');

const COMMON = '@meshplane/plugin-meshplane-common';
const NODE = '@meshplane/plugin-meshplane-node';
const BACKEND = '@meshplane/plugin-meshplane-backend';
const FRONTEND = '@meshplane/plugin-meshplane';
const CATALOG_MODULE = '@meshplane/plugin-catalog-backend-module-meshplane';
const SCAFFOLDER_MODULE =
  '@meshplane/plugin-scaffolder-backend-module-meshplane';
const MESHES = '@meshplane/meshes';
const BENCHMARK = '@meshplane/benchmark';
const DESIGNS = '@meshplane/designs';
const CLI = '@meshplane/cli';
const LOCAL_CLUSTER = '@meshplane/local-cluster';

const OWN_PACKAGES = [
  COMMON,
  NODE,
  BACKEND,
  FRONTEND,
  CATALOG_MODULE,
  SCAFFOLDER_MODULE,
  MESHES,
  BENCHMARK,
  DESIGNS,
  CLI,
  LOCAL_CLUSTER,
];

/** Folder → packages of the project that its sources (`src`) and its tests (`tests`, in addition) may import. */
const ALLOWED = {
  'packages/meshes': { src: [], tests: [], pure: true },
  'packages/benchmark': { src: [], tests: [] },
  'packages/designs': { src: [MESHES], tests: [], pure: true },
  'packages/cli': { src: [BENCHMARK, DESIGNS, MESHES], tests: [] },
  'packages/local-cluster': { src: [], tests: [] },
  'packages/app': { src: [FRONTEND], tests: [] },
  'packages/backend': {
    src: [BACKEND, NODE, CATALOG_MODULE, SCAFFOLDER_MODULE, LOCAL_CLUSTER],
    tests: [COMMON],
  },
  'plugins/meshplane-common': { src: [MESHES, BENCHMARK], tests: [] },
  'plugins/meshplane-node': { src: [COMMON, MESHES], tests: [] },
  'plugins/meshplane': { src: [COMMON, MESHES], tests: [] },
  'plugins/meshplane-backend': {
    src: [COMMON, NODE, MESHES, BENCHMARK],
    tests: [LOCAL_CLUSTER],
  },
  'plugins/catalog-backend-module-meshplane': {
    src: [COMMON, NODE],
    tests: [],
  },
  'plugins/scaffolder-backend-module-meshplane': {
    src: [COMMON, NODE],
    tests: [],
  },
  test: { src: OWN_PACKAGES, tests: [] },
};

/** What a pure library may not touch: effects belong to the edge. */
const EFFECTS = [
  'node:*',
  'fs',
  'fs/*',
  'http',
  'https',
  'net',
  'tls',
  'child_process',
  'knex',
  'express',
];
const BACKSTAGE = [
  '@backstage/*',
  '@kubernetes/client-node',
  'react',
  'react-dom',
  '@material-ui/*',
];

function forbidden(names, message) {
  return names.map(name => ({ name, message }));
}

module.exports = function boundaries(dir, extra = {}) {
  const folder = path.relative(__dirname, dir).split(path.sep).join('/');
  const rule = ALLOWED[folder];
  if (!rule) {
    throw new Error(
      `eslint.boundaries.js has no entry for "${folder}": say what it may import`,
    );
  }
  const outside = OWN_PACKAGES.filter(
    name => !rule.src.includes(name) && !rule.tests.includes(name),
  );
  const inTestsOnly = rule.tests;
  const message = `the dependency direction of docs/architecture.md does not allow ${folder} to import this`;
  return require('@backstage/cli/config/eslint-factory')(dir, {
    ...extra,
    restrictedImports: forbidden(outside, message),
    restrictedSrcImports: forbidden(
      inTestsOnly,
      `${message} outside its tests`,
    ),
    restrictedImportPatterns: rule.pure ? [...EFFECTS, ...BACKSTAGE] : [],
  });
};
