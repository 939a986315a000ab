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

import { isDictionary, textOf, type Dictionary } from '../Importer';
import type { KubernetesObject } from '../../objects/kubernetesObject';
import {
  entriesOf,
  environmentOf,
  mountsOf,
  portsOf,
  wordsOf,
  type ComposeMount,
} from './composeModel';

/** The objects that a service of Compose becomes, and what it says that has no counterpart. */
export interface ComposeObjects {
  objects: KubernetesObject[];
  /** Sentences for people. */
  notes: string[];
}

/** Fields that are taken over; all others are named in the report. */
const TAKEN = new Set([
  'command',
  'container_name',
  'depends_on',
  'deploy',
  'entrypoint',
  'environment',
  'expose',
  'healthcheck',
  'hostname',
  'image',
  'labels',
  'links',
  'networks',
  'ports',
  'privileged',
  'restart',
  'secrets',
  'tmpfs',
  'user',
  'volumes',
  'working_dir',
]);

/** Size of a claim: Compose knows none. */
const CLAIM_SIZE = '1Gi';

/** A Deployment, a Service where a port is open, and claims for named volumes. */
export function composeObjects(
  key: string,
  service: Dictionary,
): ComposeObjects {
  const name = dnsName(key);
  const labels = { 'app.kubernetes.io/name': name };
  const notes = notesOf(key, service);
  const mounts = mountsOf(service).map((mount, index) => ({
    ...mount,
    name:
      mount.type === 'volume' && mount.source
        ? dnsName(mount.source)
        : `${name}-${index}`,
  }));
  const ports = portsOf(service);
  const deployment: KubernetesObject = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, labels },
    spec: {
      replicas: replicasOf(service),
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          containers: [containerOf(name, service, mounts)],
          ...(mounts.length > 0 && { volumes: uniqueVolumes(mounts) }),
        },
      },
    },
  };
  const objects = [deployment];
  if (ports.length > 0) {
    objects.push({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name, labels },
      spec: {
        selector: labels,
        ports: ports.map(({ port, protocol }) => ({
          name: `${protocol.toLowerCase()}-${port}`,
          port,
          targetPort: port,
          protocol,
        })),
      },
    });
  }
  return { objects, notes };
}

/** A claim for a named volume. */
export function volumeClaim(name: string): KubernetesObject {
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name: dnsName(name) },
    spec: {
      accessModes: ['ReadWriteOnce'],
      resources: { requests: { storage: CLAIM_SIZE } },
    },
  };
}

type NamedMount = ComposeMount & { name: string };

function containerOf(
  name: string,
  service: Dictionary,
  mounts: NamedMount[],
): Dictionary {
  const ports = portsOf(service);
  const environment = Object.entries(environmentOf(service));
  const entrypoint = wordsOf(service.entrypoint);
  const command = wordsOf(service.command);
  const user = /^(\d+)(?::(\d+))?$/.exec(String(service.user ?? ''));
  return {
    name,
    image: textOf(service.image) ?? `${name}:latest`,
    ...(entrypoint && { command: entrypoint }),
    ...(command && { args: command }),
    ...(textOf(service.working_dir) && { workingDir: service.working_dir }),
    ...(environment.length > 0 && {
      env: environment.map(([key, value]) => ({
        name: key,
        value: value ?? '',
      })),
    }),
    ...(ports.length > 0 && {
      ports: ports.map(({ port, protocol }) => ({
        containerPort: port,
        protocol,
      })),
    }),
    ...(mounts.length > 0 && {
      volumeMounts: mounts.map(mount => ({
        name: mount.name,
        mountPath: mount.target,
        ...(mount.readOnly && { readOnly: true }),
      })),
    }),
    ...probeOf(service.healthcheck),
    ...((user || service.privileged === true) && {
      securityContext: {
        ...(user && { runAsUser: Number(user[1]) }),
        ...(user?.[2] && { runAsGroup: Number(user[2]) }),
        ...(service.privileged === true && { privileged: true }),
      },
    }),
  };
}

function uniqueVolumes(mounts: NamedMount[]): Dictionary[] {
  const byName = new Map(mounts.map(mount => [mount.name, mount]));
  return [...byName.values()].map(({ name, type, source }) => {
    if (type === 'volume' && source) {
      return { name, persistentVolumeClaim: { claimName: name } };
    }
    // Paths of the host of a developer are not there on a node: an empty folder keeps the pod startable.
    return { name, emptyDir: type === 'tmpfs' ? { medium: 'Memory' } : {} };
  });
}

function replicasOf(service: Dictionary): number {
  const deploy = isDictionary(service.deploy) ? service.deploy : {};
  const replicas = Number(deploy.replicas);
  return Number.isInteger(replicas) && replicas >= 0 ? replicas : 1;
}

function probeOf(healthcheck: unknown): Dictionary {
  if (!isDictionary(healthcheck) || healthcheck.disable === true) return {};
  const test = wordsOf(healthcheck.test);
  if (!test || test[0] === 'NONE') return {};
  const command =
    test[0] === 'CMD-SHELL'
      ? ['/bin/sh', '-c', String(test[1] ?? '').replaceAll('$$', '$')]
      : test.filter((word, index) => index > 0 || word !== 'CMD');
  if (command.length === 0) return {};
  return {
    readinessProbe: {
      exec: { command },
      ...seconds('periodSeconds', healthcheck.interval),
      ...seconds('timeoutSeconds', healthcheck.timeout),
      ...seconds('initialDelaySeconds', healthcheck.start_period),
      ...(Number.isInteger(healthcheck.retries) && {
        failureThreshold: healthcheck.retries,
      }),
    },
  };
}

const UNITS: Record<string, number> = { h: 3600, m: 60, s: 1, ms: 0.001 };

function seconds(field: string, value: unknown): Dictionary {
  const parts = [...String(value ?? '').matchAll(/(\d+(?:\.\d+)?)(ms|h|m|s)/g)];
  const sum = parts.reduce(
    (all, [, n, unit]) => all + Number(n) * UNITS[unit],
    0,
  );
  return sum > 0 ? { [field]: Math.max(1, Math.round(sum)) } : {};
}

function notesOf(key: string, service: Dictionary): string[] {
  const left = Object.keys(service).filter(
    field => !TAKEN.has(field) && field !== 'build',
  );
  const binds = mountsOf(service).filter(({ type }) => type === 'bind');
  const inherited = Object.entries(environmentOf(service))
    .filter(([, value]) => value === undefined)
    .map(([name]) => name);
  return [
    ...(service.build !== undefined && service.image === undefined
      ? [
          `"${key}" is built from sources; its image is called "${dnsName(
            key,
          )}:latest" until you name the one that is pushed`,
        ]
      : []),
    ...(binds.length > 0
      ? [
          `"${key}" mounts paths of the host (${binds
            .map(({ source }) => source)
            .join(', ')}), which are empty folders here`,
        ]
      : []),
    ...(entriesOf(service.secrets).length > 0
      ? [
          `"${key}" uses secrets, which have to be made in the cluster and mounted`,
        ]
      : []),
    ...(inherited.length > 0
      ? [
          `"${key}" takes ${inherited.join(
            ', ',
          )} from the environment of the host; they are empty here`,
        ]
      : []),
    ...(left.length > 0
      ? [
          `"${key}" says ${left.join(
            ', ',
          )}, which have no counterpart and are kept beside it`,
        ]
      : []),
  ];
}

/** A name as Kubernetes allows it. */
export function dnsName(text: string): string {
  return (
    text
      .toLowerCase()
      .replace(/[^a-z0-9-]+/g, '-')
      .replace(/^-+|-+$/g, '')
      .slice(0, 63)
      .replace(/-+$/, '') || 'service'
  );
}
