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
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { resolveHelm } from '@meshplane/local-cluster';
import {
  getMeshDefinition,
  parseMeshVersion,
  type ComponentRule,
  type Workload,
} from '@meshplane/meshes';
import { parseAllDocuments } from 'yaml';

/**
 * The definitions against what upstream's charts really render. The charts are not part of this repository; where they
 * are, they lie beside it.
 */
const CHARTS = resolve(__dirname, '../../../../shared/charts');

/** Rendering takes under two seconds, but not while everything else runs as well. */
jest.setTimeout(60_000);

interface Rendered {
  kind: string;
  metadata: {
    name: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
  };
  spec?: Partial<Workload['spec']> & { group?: string };
  webhooks?: { name: string }[];
}

interface Row {
  chart: string;
  values?: string[];
  definition: string;
  /** Component rule → version that has to be found; undefined where the rule reads none. */
  rules: Record<string, string | undefined>;
  crdGroups?: string[];
  /** Number of webhook configurations that the definition has to know. */
  webhooks?: number;
}

const AMBIENT = ['profile=ambient'];
const LINKERD = [
  'identityTrustAnchorsPEM=root',
  'identity.issuer.tls.crtPEM=issuer',
  'identity.issuer.tls.keyPEM=key',
];
const both = (versions: string[], row: (version: string) => Row) =>
  versions.map(row);

const rows: Row[] = [
  ...both(['1.29.6', '1.30.3'], version => ({
    chart: `base-${version}`,
    definition: 'istio',
    rules: {},
    crdGroups: [
      'extensions.istio.io',
      'networking.istio.io',
      'security.istio.io',
      'telemetry.istio.io',
    ],
    webhooks: 1,
  })),
  ...both(['1.29.6', '1.30.3'], version => ({
    chart: `istiod-${version}`,
    definition: 'istio',
    rules: { istiod: version },
    webhooks: 2,
  })),
  ...both(['1.29.6', '1.30.3'], version => ({
    chart: `istiod-${version}`,
    values: ['revision=canary'],
    definition: 'istio',
    rules: { istiod: version },
    webhooks: 2,
  })),
  ...both(['1.29.6', '1.30.3'], version => ({
    chart: `istiod-${version}`,
    values: AMBIENT,
    definition: 'istio-ambient',
    rules: { 'istiod-ambient': version },
    webhooks: 1,
  })),
  {
    // Without its profile istiod is no sign of ambient mode; the validating webhook is the same.
    chart: 'istiod-1.30.3',
    definition: 'istio-ambient',
    rules: {},
    webhooks: 1,
  },
  ...both(['1.29.6', '1.30.3'], version => ({
    chart: `cni-${version}`,
    values: AMBIENT,
    definition: 'istio-ambient',
    rules: { 'istio-cni': version },
  })),
  ...both(['1.29.6', '1.30.3'], version => ({
    chart: `ztunnel-${version}`,
    definition: 'istio-ambient',
    rules: { ztunnel: version },
  })),
  ...both(['1.29.6', '1.30.3'], version => ({
    chart: `gateway-${version}`,
    definition: 'istio',
    rules: { 'chart-gateway': version },
  })),
  ...both(['6.3', '8.3'], version => ({
    chart: `linkerd-crds-2026.${version}`,
    definition: 'linkerd',
    rules: {},
    crdGroups: ['linkerd.io', 'policy.linkerd.io', 'workload.linkerd.io'],
  })),
  ...both(['6.3', '8.3'], version => ({
    chart: `linkerd-control-plane-2026.${version}`,
    values: LINKERD,
    definition: 'linkerd',
    rules: {
      destination: `edge-26.${version}`,
      identity: `edge-26.${version}`,
      'proxy-injector': `edge-26.${version}`,
    },
    webhooks: 3,
  })),
  {
    chart: 'linkerd2-cni-2026.8.3',
    definition: 'linkerd',
    rules: { 'linkerd-cni': '1.7.0-alpha.1' },
  },
  {
    chart: 'linkerd-viz-2026.8.3',
    definition: 'linkerd',
    rules: { extension: 'edge-26.8.3' },
  },
  ...both(['2.13.10', '2.14.3'], version => ({
    chart: `kuma-${version}`,
    definition: 'kuma',
    rules: { 'control-plane': version },
    crdGroups: ['kuma.io'],
    webhooks: 2,
  })),
  ...both(['1.9.11', '2.0.3'], version => ({
    chart: `consul-${version}`,
    definition: 'consul',
    rules: {
      'connect-injector': version,
      server: undefined,
      'webhook-cert-manager': version,
    },
    crdGroups: ['consul.hashicorp.com'],
    webhooks: 2,
  })),
  ...both(['1.19.6', '1.20.0'], version => ({
    chart: `cilium-${version}`,
    values: ['hubble.relay.enabled=true'],
    definition: 'cilium',
    rules: {
      'cilium-agent': version,
      'cilium-operator': version,
      'cilium-envoy': undefined,
      'hubble-relay': version,
    },
  })),
  ...both(['1.8.3', '1.9.0'], version => ({
    chart: `gateway-helm-${version}`,
    definition: 'envoy-gateway',
    rules: { controller: version },
    crdGroups: ['gateway.envoyproxy.io'],
    webhooks: 1,
  })),
];

/** Written apart from the library's own matcher, so that one checks the other. */
function matches(rule: ComponentRule, object: Rendered): boolean {
  const template = object.spec?.template;
  if (!template || !rule.kinds.some(kind => kind === `${object.kind}.apps`))
    return false;
  const labelled = [object.metadata.labels, template.metadata?.labels].some(
    labels =>
      Object.entries(rule.labels).every(([key, value]) =>
        value === '*' ? labels?.[key] !== undefined : labels?.[key] === value,
      ),
  );
  const { containers, initContainers = [] } = template.spec;
  const repositories = [...containers, ...initContainers].map(
    ({ image = '' }) => image.replace(/(:[^:/@]*)?(@.*)?$/, ''),
  );
  const { image, env = {} } = rule;
  return (
    labelled &&
    (image === undefined ||
      repositories.some(r => new RegExp(image).test(r))) &&
    Object.entries(env).every(([name, value]) =>
      containers.some(c =>
        c.env?.some(e => e.name === name && e.value === value),
      ),
    )
  );
}

/** Reads the version of a workload as the rule says: the first of its sources that is a version. */
function versionOf(
  rule: ComponentRule,
  object: Rendered,
  versioning: 'semver' | 'calendar-edge',
): string | undefined {
  const template = object.spec?.template;
  const texts = (rule.version ?? []).map(from => {
    if (from.from === 'label') return object.metadata.labels?.[from.key];
    if (from.from === 'template-label')
      return template?.metadata?.labels?.[from.key];
    if (from.from === 'annotation') return undefined;
    const container = template?.spec.containers.find(
      ({ name, image = '' }) =>
        (from.container === undefined || name === from.container) &&
        (from.pattern === undefined ||
          new RegExp(from.pattern).test(
            image.replace(/(:[^:/@]*)?(@.*)?$/, ''),
          )),
    );
    return /:([^:/@]+)(@|$)/.exec(container?.image ?? '')?.[1];
  });
  return texts
    .map(text => parseMeshVersion(text, versioning)?.text)
    .find(text => text !== undefined);
}

function objectsIn(yaml: string): Rendered[] {
  return parseAllDocuments(yaml)
    .map(document => document.toJS() as Rendered | null)
    .filter(object => object !== null);
}

function compareWithCharts() {
  let helm: string;
  let home: string;

  beforeAll(async () => {
    helm = await resolveHelm();
    home = await mkdtemp(join(tmpdir(), 'meshplane-charts-'));
  });
  afterAll(async () => {
    await rm(home, { recursive: true, force: true });
  });

  async function render(chart: string, values: string[]): Promise<Rendered[]> {
    const { stdout } = await promisify(execFile)(
      helm,
      [
        ...['template', 'release', join(CHARTS, `${chart}.tgz`)],
        ...['--namespace', 'mesh-system', '--include-crds'],
        ...['--kube-version', '1.35.0'],
        ...values.flatMap(value => ['--set', value]),
      ],
      {
        maxBuffer: 64 * 1024 * 1024,
        env: {
          HELM_CACHE_HOME: home,
          HELM_CONFIG_HOME: home,
          HELM_DATA_HOME: home,
        },
      },
    );
    return objectsIn(stdout);
  }

  it.each(rows.map(row => [row.chart, row.definition, row] as const))(
    'agree on %s of %s',
    async (_chart, _definition, row) => {
      const definition = getMeshDefinition(row.definition);
      const objects = await render(row.chart, row.values ?? []);

      const found = definition.detect.components.flatMap(rule =>
        objects
          .filter(object => matches(rule, object))
          .map(object => [
            rule.id,
            versionOf(rule, object, definition.versioning),
          ]),
      );
      expect(Object.fromEntries(found)).toEqual(row.rules);

      const groups = objects
        .filter(({ kind }) => kind === 'CustomResourceDefinition')
        .map(({ spec }) => spec?.group);
      const known = definition.detect.crdGroups.map(({ group }) => group);
      expect(known.filter(group => groups.includes(group)).sort()).toEqual(
        row.crdGroups ?? [],
      );

      const webhooks = objects.filter(object =>
        definition.detect.webhooks.some(
          ({ name, labels = {} }) =>
            Object.entries(labels).every(
              ([key, value]) => object.metadata.labels?.[key] === value,
            ) &&
            object.webhooks?.some(
              w => name === undefined || new RegExp(name).test(w.name),
            ),
        ),
      );
      expect(webhooks).toHaveLength(row.webhooks ?? 0);
    },
  );

  it.each([
    ['standard', '1.5.1'],
    ['experimental', '1.5.1'],
    ['standard', '1.6.1'],
    ['experimental', '1.6.1'],
  ])('agree on the %s Gateway API bundle %s', async (channel, version) => {
    const file = join(CHARTS, 'gateway-api', `${channel}-${version}.yaml`);
    const crds = objectsIn(await readFile(file, 'utf8')).filter(
      ({ kind }) => kind === 'CustomResourceDefinition',
    );
    const { crdAnnotations, crdGroups } =
      getMeshDefinition('gateway-api').detect;
    const marks = crds.map(({ metadata: { annotations = {} } }) => [
      annotations[crdAnnotations?.version ?? ''],
      annotations[crdAnnotations?.channel ?? ''],
    ]);
    expect(crds.length).toBeGreaterThan(7);
    expect(new Set(marks.map(String))).toEqual(
      new Set([`v${version},${channel}`]),
    );
    expect(crdGroups.map(({ group }) => group)).toEqual(
      expect.arrayContaining(crds.map(({ spec }) => spec?.group)),
    );
  });
}

function reportMissingCharts() {
  it(`were not compared: there is no folder with charts at ${CHARTS}`, () => {
    expect(existsSync(CHARTS)).toBe(false);
  });
}

describe('the definitions and upstream charts', () => {
  if (existsSync(CHARTS)) compareWithCharts();
  else reportMissingCharts();
});
