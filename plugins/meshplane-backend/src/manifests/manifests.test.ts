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

import fc from 'fast-check';
import { parse, stringify } from 'yaml';
import { concurrently } from './concurrently';
import { asAppliedByHelm } from './helmOwnership';
import type { KubeObject } from './model';
import { withoutNoise, withoutSecrets } from './noise';
import { inInstallOrder } from './order';
import { splitManifests } from './splitManifests';
import { textDiff } from './textDiff';

/** Takes a second or two, but not while everything else runs as well. */
jest.setTimeout(60_000);

const object = (
  kind: string,
  name: string,
  rest: Record<string, unknown> = {},
): KubeObject => ({ apiVersion: 'v1', kind, metadata: { name }, ...rest });

describe('splitManifests', () => {
  it('reads what helm template writes', () => {
    const rendered = splitManifests(`---
# Source: kuma/crds/things.yaml
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: things.example.com }
---
# Source: kuma/templates/empty.yaml
# nothing in it
---
# Source: kuma/charts/crds/templates/job.yaml
apiVersion: batch/v1
kind: Job
metadata:
  name: patch
  annotations:
    helm.sh/hook: pre-upgrade, pre-install
    helm.sh/resource-policy: keep
---
`);
    expect(
      rendered.map(r => [
        r.object.kind,
        r.source,
        r.hooks,
        r.keep,
        r.installedOnce,
      ]),
    ).toEqual([
      ['CustomResourceDefinition', 'kuma/crds/things.yaml', [], false, true],
      [
        'Job',
        'kuma/charts/crds/templates/job.yaml',
        ['pre-upgrade', 'pre-install'],
        true,
        false,
      ],
    ]);
  });

  it('opens lists', () => {
    const list = {
      ...object('List', ''),
      items: [object('A', 'a'), object('B', 'b')],
    };
    expect(
      splitManifests(stringify(list)).map(r => r.object.metadata.name),
    ).toEqual(['a', 'b']);
    expect(splitManifests('apiVersion: v1\nkind: List\n')).toEqual([]);
  });

  it('is not led astray by separators inside of text', () => {
    const text = 'a\n---\nb\n';
    const map = object('ConfigMap', 'a', { data: { text } });
    const [rendered] = splitManifests(stringify(map));
    expect(rendered.object).toEqual(map);
  });

  it.each([
    [
      'apiVersion: v1\nkind: A\nmetadata: {name: a}\n---\nkind: [\n',
      /^Invalid YAML in line 6, column 1: /,
    ],
    [
      '# Source: x/templates/a.yaml\nkind: A\nmetadata: {name: a}\n',
      /^The document of "x\/templates\/a.yaml" is not a Kubernetes object: "apiVersion"/,
    ],
    ['---\n---\njust text\n', /^The document at line 2 is not a Kubernetes/],
    [
      'apiVersion: v1\nkind: A\nmetadata: {name: ""}\n',
      /^The document at line 1 .*"metadata.name"/,
    ],
    [
      `a: &a [x,x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: [*c,*c,*c,*c,*c,*c,*c,*c,*c,*c]\n`,
      /^Invalid YAML in the document at line 1: Excessive alias count/,
    ],
  ])('says what is wrong and where (%#)', (text, message) => {
    expect(() => splitManifests(text)).toThrow(message);
  });

  it('reads numbers and tags as Helm does', () => {
    const [{ object: read }] = splitManifests(
      'apiVersion: v1\nkind: A\nmetadata: {name: a}\nspec: {mode: 0644, hex: 0x1F, decimal: 089, day: 2026-11-24, answer: yes, own: !own text}\n',
    );
    expect(read.spec).toEqual({
      mode: 420,
      hex: 31,
      decimal: 89,
      day: '2026-11-24',
      answer: 'yes',
      own: 'text',
    });
  });

  it('takes anchors and aliases in reason', () => {
    const [{ object: read }] = splitManifests(
      'apiVersion: v1\nkind: A\nmetadata: &m {name: a}\nspec: [*m, *m]\n',
    );
    expect(read.spec).toEqual([{ name: 'a' }, { name: 'a' }]);
    expect(() =>
      splitManifests(
        'apiVersion: v1\nkind: A\nmetadata: {name: a}\nspec: &s [*s]\n',
      ),
    ).toThrow(/^Invalid YAML in (the document at )?line/);
  });

  it('gives back any objects that were written', () => {
    const json = fc.jsonValue({ maxDepth: 3 });
    fc.assert(
      fc.property(fc.array(fc.dictionary(fc.string(), json)), data => {
        const objects = data.map((d, i) => object('ConfigMap', `m${i}`, { d }));
        const text = objects.map(o => `---\n${stringify(o)}`).join('');
        expect(JSON.stringify(splitManifests(text).map(r => r.object))).toBe(
          JSON.stringify(objects.map(o => parse(stringify(o)))),
        );
      }),
      { numRuns: 50 },
    );
  });
});

describe('inInstallOrder', () => {
  it('puts first what others need, and keeps the order of equals', () => {
    const kinds = [
      'Gateway',
      'Deployment',
      'ValidatingWebhookConfiguration',
      'CustomResourceDefinition',
      'Namespace',
      'ServiceAccount',
      'EnvoyFilter',
    ];
    expect(inInstallOrder(kinds, kind => object(kind, 'x'))).toEqual([
      'Namespace',
      'ServiceAccount',
      'CustomResourceDefinition',
      'Deployment',
      'ValidatingWebhookConfiguration',
      'Gateway',
      'EnvoyFilter',
    ]);
  });
});

describe('asAppliedByHelm', () => {
  it('adds the marks of the release, but not to hooks and the CRDs that Helm installs once', () => {
    const rendered = splitManifests(`
# Source: c/crds/a.yaml
{apiVersion: apiextensions.k8s.io/v1, kind: CustomResourceDefinition, metadata: {name: a}}
---
# Source: c/templates/hook.yaml
{apiVersion: v1, kind: Pod, metadata: {name: hook, annotations: {helm.sh/hook: test}}}
---
# Source: c/templates/map.yaml
{apiVersion: v1, kind: ConfigMap, metadata: {name: map, labels: {a: b}}}
`);
    expect(
      asAppliedByHelm(rendered, { name: 'r', namespace: 'n' }).map(
        o => o.metadata,
      ),
    ).toEqual([
      { name: 'a' },
      {
        name: 'map',
        labels: { a: 'b', 'app.kubernetes.io/managed-by': 'Helm' },
        annotations: {
          'meta.helm.sh/release-name': 'r',
          'meta.helm.sh/release-namespace': 'n',
        },
      },
    ]);
  });
});

describe('withoutNoise', () => {
  it('leaves what somebody has described', () => {
    expect(
      withoutNoise({
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: {
          name: 'a',
          uid: '1',
          generation: 3,
          resourceVersion: '9',
          creationTimestamp: '2026-01-01T00:00:00Z',
          managedFields: [],
          labels: {},
          annotations: { 'deployment.kubernetes.io/revision': '4' },
        },
        spec: { replicas: 1 },
        status: { replicas: 1 },
      }),
    ).toEqual({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'a' },
      spec: { replicas: 1 },
    });
  });
});

describe('withoutSecrets', () => {
  it('hides values of Secrets but not that they differ', () => {
    const [before, after] = withoutSecrets(
      object('Secret', 's', {
        data: { same: 'YQ==', other: 'YQ==', gone: 'eA==' },
      }),
      object('Secret', 's', {
        data: { same: 'YQ==' },
        stringData: { other: 'b', added: 'c' },
      }),
    );
    expect(before?.data).toEqual({
      same: '<hidden>',
      other: '<hidden>',
      gone: '<hidden>',
    });
    expect(after).toEqual(
      object('Secret', 's', {
        data: {
          same: '<hidden>',
          other: '<hidden, another value>',
          added: '<hidden>',
        },
      }),
    );
  });

  it('hides private keys wherever they are', () => {
    const pem =
      'x\n-----BEGIN EC PRIVATE KEY-----\nMHcCAQ==\n-----END EC PRIVATE KEY-----\ny';
    const [, after] = withoutSecrets(
      undefined,
      object('ConfigMap', 'm', { data: { a: pem, b: 'plain' }, list: [pem] }),
    );
    expect(after).toEqual(
      object('ConfigMap', 'm', {
        data: { a: 'x\n<private key hidden>\ny', b: 'plain' },
        list: ['x\n<private key hidden>\ny'],
      }),
    );
  });
});

describe('textDiff', () => {
  it('shows the lines that differ with their surroundings', () => {
    const at = (replicas: number) =>
      object('Deployment', 'a', { spec: { a: 1, b: 2, c: 3, d: 4, replicas } });
    expect(textDiff('Deployment n/a', at(1), at(2))).toBe(
      [
        '--- Deployment n/a',
        '+++ Deployment n/a',
        '@@ -7,4 +7,4 @@',
        '   b: 2',
        '   c: 3',
        '   d: 4',
        '-  replicas: 1',
        '+  replicas: 2',
        '',
      ].join('\n'),
    );
  });

  it('shows what comes and what goes as a whole, up to a length', () => {
    const map = object('ConfigMap', 'm', { data: { a: 'b' } });
    expect(textDiff('x', undefined, map)).toContain('+  a: b');
    expect(textDiff('x', map, undefined)).toContain('-  a: b');
    const huge = object('ConfigMap', 'm', {
      data: Object.fromEntries(
        Array.from({ length: 30_000 }, (_, i) => [`k${i}`, 'value']),
      ),
    });
    const text = textDiff('x', undefined, huge);
    expect(text.length).toBeLessThan(201_000);
    expect(text).toMatch(/# \d+ more lines are not shown\.\n$/);
  });
});

describe('concurrently', () => {
  it('keeps the order, stays within its limit and ends with the first failure', async () => {
    let running = 0;
    let most = 0;
    const work = async (n: number) => {
      running += 1;
      most = Math.max(most, running);
      await new Promise(resolve => setImmediate(resolve));
      running -= 1;
      if (n === 7) throw new Error('seven');
      return n * 2;
    };
    expect(await concurrently([1, 2, 3, 4, 5], 2, work)).toEqual([
      2, 4, 6, 8, 10,
    ]);
    expect(most).toBe(2);
    const begun: number[] = [];
    await expect(
      concurrently([7, 1, 2, 3, 4, 5], 2, async n => {
        begun.push(n);
        return work(n);
      }),
    ).rejects.toThrow('seven');
    expect(begun.length).toBeLessThan(6);
  });
});
