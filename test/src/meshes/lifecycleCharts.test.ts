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

import { execFile } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { resolveHelm } from '@meshplane/local-cluster';
import {
  getMeshDefinition,
  meshDefinitions,
  planConfigure,
  planInstall,
  type HelmValues,
  type LifecycleStep,
  type ManagedOperations,
} from '@meshplane/meshes';
import { parse, parseAllDocuments, stringify } from 'yaml';

/**
 * The lifecycle data against upstream's real charts: every value that is set exists, and what is planned renders. The
 * charts are not part of this repository; where they are, they lie beside it.
 */
const CHARTS = resolve(__dirname, '../../../../shared/charts');
const NOW = new Date('2026-11-24T00:00:00Z');

/** Rendering takes under two seconds, but not while everything else runs as well. */
jest.setTimeout(120_000);

/**
 * Read by templates without a default in values.yaml. Each has a test of its effect below, since nothing else would show
 * that it was renamed.
 */
const WITHOUT_DEFAULT = new Set([
  'base: base.validationFailurePolicy',
  'istiod: base.validationFailurePolicy',
  'istiod: profile',
  'cni: profile',
  ...[
    'destination',
    'identity',
    'heartbeat',
    'proxyInjector',
    'spValidator',
  ].map(name => `linkerd-control-plane: ${name}Resources`),
  // Only noted in linkerd-config, for `linkerd check`.
  'linkerd-control-plane: highAvailability',
]);

interface Rendered {
  kind: string;
  apiVersion: string;
  metadata: { name: string; annotations?: Record<string, string> };
  spec?: {
    group?: string;
    template?: {
      spec: {
        containers: {
          name: string;
          env?: { name: string; value?: string }[];
          resources?: { requests?: { cpu?: string } };
        }[];
      };
    };
  };
  data?: Record<string, string>;
  webhooks?: { failurePolicy?: string }[];
}

interface Chart {
  name: string;
  version: string;
  release: string;
  namespace: string;
  values: HelmValues;
}

/** What a step hands to Helm, for those that do. */
function chartIn(step: LifecycleStep): Chart | undefined {
  if (step.type === 'helm-release')
    return {
      ...step.chart,
      release: step.release,
      namespace: step.namespace,
      values: step.values,
    };
  if (step.type === 'apply-manifest-bundle' && step.bundle.from === 'chart')
    return { ...step.bundle, ...step.bundle.chart };
  return undefined;
}

const managed = meshDefinitions.flatMap(definition =>
  definition.operations.support === 'managed' &&
  definition.operations.verified &&
  definition.charts.length > 0
    ? [{ definition, operations: definition.operations as ManagedOperations }]
    : [],
);

function versionsOf(chart: string): string[] {
  return readdirSync(CHARTS)
    .filter(file => file.startsWith(`${chart}-`) && file.endsWith('.tgz'))
    .map(file => file.slice(chart.length + 1, -'.tgz'.length))
    .filter(version => /^\d/.test(version));
}

function leaves(values: HelmValues, path: string[] = []): string[][] {
  return Object.entries(values).flatMap(([key, value]) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? leaves(value as HelmValues, [...path, key])
      : [[...path, key]],
  );
}

/** Whether the chart has a default at this path, or a free map (or nothing yet) above it. */
function hasDefault(defaults: unknown, path: string[]): boolean {
  let at: unknown = defaults;
  for (const [index, key] of path.entries()) {
    if (typeof at !== 'object' || at === null) return index > 0 && at === null;
    if (!Object.hasOwn(at, key))
      return index > 0 && Object.keys(at).length === 0;
    at = (at as Record<string, unknown>)[key];
  }
  return true;
}

function compareWithCharts() {
  let helm: string;
  let home: string;
  const defaults = new Map<string, unknown>();

  beforeAll(async () => {
    helm = await resolveHelm();
    home = await mkdtemp(join(tmpdir(), 'meshplane-lifecycle-charts-'));
  });
  afterAll(async () => {
    await rm(home, { recursive: true, force: true });
  });

  async function run(args: string[]): Promise<string> {
    const { stdout } = await promisify(execFile)(helm, args, {
      maxBuffer: 64 * 1024 * 1024,
      env: {
        HELM_CACHE_HOME: home,
        HELM_CONFIG_HOME: home,
        HELM_DATA_HOME: home,
      },
    });
    return stdout;
  }

  const fileOf = ({ name, version }: { name: string; version: string }) =>
    join(CHARTS, `${name}-${version}.tgz`);

  async function defaultsOf(chart: Chart): Promise<unknown> {
    const file = fileOf(chart);
    if (!defaults.has(file)) {
      const values = parse(await run(['show', 'values', file])) as HelmValues;
      // Istio's charts keep their defaults below this key and lift them when they render.
      defaults.set(file, values._internal_defaults_do_not_set ?? values);
    }
    return defaults.get(file);
  }

  const rendered = new Map<string, Promise<string>>();

  /** Presets share most of their charts: each is rendered once with the same values. */
  function renderText(chart: Chart): Promise<string> {
    const key = JSON.stringify(chart);
    const text = rendered.get(key) ?? template(chart, rendered.size);
    rendered.set(key, text);
    return text;
  }

  async function template(chart: Chart, number: number): Promise<string> {
    const file = join(home, `values-${number}.yaml`);
    await writeFile(file, stringify(chart.values));
    return run([
      ...['template', chart.release, fileOf(chart)],
      ...['--namespace', chart.namespace, '--values', file],
      ...['--kube-version', '1.35.0', '--include-crds'],
    ]);
  }

  async function render(chart: Chart): Promise<Rendered[]> {
    return parseAllDocuments(await renderText(chart))
      .map(document => document.toJS() as Rendered | null)
      .filter(object => object !== null);
  }

  const rows = () =>
    managed.flatMap(({ definition, operations }) => {
      const main = operations.install.steps.find(s => !s.when)!.chart;
      return versionsOf(main).flatMap(version =>
        operations.install.presets.flatMap(preset =>
          [false, true].flatMap(all =>
            all && operations.install.components.length === 0
              ? []
              : [[definition.id, version, preset.id, all] as const],
          ),
        ),
      );
    });

  it.each(rows())(
    'agree on %s %s with preset %s (all components: %s)',
    async (id, version, preset, all) => {
      const definition = getMeshDefinition(id);
      const { install } = definition.operations as ManagedOperations;
      const plan = planInstall(
        definition,
        {
          action: 'install',
          version,
          preset,
          components: all ? install.components.map(c => c.name) : [],
        },
        { now: NOW },
      );
      expect(plan.findings).toEqual([]);
      const charts = plan.steps.map(chartIn).filter(c => c !== undefined);
      expect(charts.length).toBeGreaterThan(0);
      for (const chart of charts) {
        expect([fileOf(chart), existsSync(fileOf(chart))]).toEqual([
          fileOf(chart),
          true,
        ]);
        const known = await defaultsOf(chart);
        const unknown = leaves(chart.values)
          .filter(path => !hasDefault(known, path))
          .filter(
            path =>
              !WITHOUT_DEFAULT.has(`${chart.name}: ${path[0]}`) &&
              !WITHOUT_DEFAULT.has(`${chart.name}: ${path.join('.')}`),
          )
          .map(path => `${chart.name}: ${path.join('.')}`);
        expect(unknown).toEqual([]);
        // As text: parsing the definitions takes longer than everything else.
        const text = await renderText(chart);
        expect(text).toMatch(/^kind: /m);
        // The Gateway API is one component of the cluster; no chart brings its own copy of it.
        expect(text).not.toMatch(
          /^ {2}name: "?[a-z]+\.gateway\.networking\.(x-)?k8s\.io"?$/m,
        );
      }
    },
  );

  it.each(['1.29.6', '1.30.3'])(
    'make the webhooks of Istio %s fail closed from the start',
    async version => {
      const plan = planInstall(
        getMeshDefinition('istio'),
        { action: 'install', version },
        { now: NOW },
      );
      const charts = plan.steps.map(chartIn).filter(c => c !== undefined);
      const objects = (await Promise.all(charts.map(render))).flat();
      const policies = objects
        .filter(o => o.kind === 'ValidatingWebhookConfiguration')
        .flatMap(o => o.webhooks?.map(w => w.failurePolicy));
      expect(policies).toEqual(['Fail', 'Fail']);
    },
  );

  it.each(['1.29.6', '1.30.3'])(
    'turn ambient mode of Istio %s on by its profile',
    async version => {
      const plan = planInstall(
        getMeshDefinition('istio-ambient'),
        { action: 'install', version, revision: 'blue' },
        { now: NOW },
      );
      const charts = plan.steps.map(chartIn).filter(c => c !== undefined);
      const objects = (await Promise.all(charts.map(render))).flat();
      const env = objects
        .flatMap(o => o.spec?.template?.spec.containers ?? [])
        .flatMap(c => c.env ?? [])
        .map(({ name, value }) => `${name}=${value}`);
      expect(env).toEqual(
        expect.arrayContaining([
          'PILOT_ENABLE_AMBIENT=true',
          'XDS_ADDRESS=istiod-blue.istio-system.svc:15012',
        ]),
      );
      const cni = objects.find(o => o.metadata.name === 'istio-cni-config');
      expect(cni?.data?.AMBIENT_ENABLED).toBe('true');
    },
  );

  it.each([
    ['high-availability', ['100m']],
    ['minimal', ['10m']],
  ])('size the components of Linkerd with preset %s', async (preset, cpu) => {
    const plan = planInstall(
      getMeshDefinition('linkerd'),
      { action: 'install', version: 'edge-26.8.3', preset },
      { now: NOW },
    );
    const chart = plan.steps
      .map(chartIn)
      .find(c => c?.name === 'linkerd-control-plane')!;
    const objects = await render(chart);
    const requests = objects
      .flatMap(o => o.spec?.template?.spec.containers ?? [])
      .filter(({ name }) =>
        ['destination', 'identity', 'proxy-injector', 'sp-validator'].includes(
          name,
        ),
      )
      .map(c => c.resources?.requests?.cpu);
    expect([requests.length, [...new Set(requests)]]).toEqual([4, cpu]);
    // Certificates stay out of values, manifest and release record.
    const made = objects.filter(o =>
      /^linkerd-identity-(issuer|trust-roots)$/.test(o.metadata.name),
    );
    expect(made).toEqual([]);
  });

  it('render revision tags apart from the release', async () => {
    const plan = planConfigure(
      getMeshDefinition('istio'),
      {
        action: 'configure',
        instance: {
          id: 'istio~istio-system~blue',
          definition: 'istio',
          revision: 'blue',
          tags: [],
          version: '1.30.3',
        },
        tags: { prod: 'blue' },
      },
      { now: NOW },
    );
    const step = plan.steps[0];
    const chart = chartIn(step)!;
    const showOnly =
      step.type === 'apply-manifest-bundle' && step.bundle.from === 'chart'
        ? step.bundle.showOnly
        : [];
    const file = join(home, 'tags.yaml');
    await writeFile(file, stringify(chart.values));
    const yaml = await run([
      ...['template', chart.release, fileOf(chart), '--values', file],
      ...['--namespace', chart.namespace],
      ...(showOnly ?? []).flatMap(path => ['--show-only', path]),
    ]);
    const names = parseAllDocuments(yaml)
      .map(d => d.toJS() as Rendered | null)
      .flatMap(o => (o ? `${o.kind} ${o.metadata.name}` : []));
    expect(names.sort()).toEqual([
      'MutatingWebhookConfiguration istio-revision-tag-prod',
      'Service istiod-revision-tag-prod',
    ]);
  });

  it.each(['1.19.6', '1.20.0'])(
    "switch features of Cilium %s by values that the chart's schema allows",
    async version => {
      const definition = getMeshDefinition('cilium');
      const { operations } = definition;
      if (operations.support !== 'toggles-only') throw new Error('unexpected');
      for (const { id, options } of operations.toggles.items)
        for (const { option, values } of options) {
          const plan = planConfigure(
            definition,
            {
              action: 'configure',
              instance: {
                id: 'cilium~kube-system',
                definition: 'cilium',
                tags: [],
                version,
              },
              toggles: { [id]: option },
            },
            { now: NOW },
          );
          const chart = chartIn(plan.steps[0])!;
          expect(chart.values).toEqual(values);
          const known = await defaultsOf(chart);
          const unknown = leaves(values).filter(
            path => !hasDefault(known, path),
          );
          expect([id, option, unknown]).toEqual([id, option, []]);
        }
      const preflight = operations.upgrade.preflightRelease!;
      const objects = await render({
        name: preflight.chart,
        version,
        release: preflight.release,
        namespace: 'kube-system',
        values: preflight.values,
      });
      const names = objects.map(o => `${o.kind} ${o.metadata.name}`);
      expect(names).toContain('DaemonSet cilium-pre-flight-check');
      expect(names).not.toContain('DaemonSet cilium');
    },
  );
}

describe('the lifecycle data and the charts', () => {
  if (existsSync(CHARTS)) compareWithCharts();
  else
    it(`were not compared: there is no folder with charts at ${CHARTS}`, () => {
      expect(existsSync(CHARTS)).toBe(false);
    });
});
