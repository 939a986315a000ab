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

import type { Service, WebhookConfiguration, Workload } from '../model/objects';
import type { ObjectReader } from '../model/ObjectReader';
import type { HealthState, MeshComponent, Reason } from '../model/results';
import { replicasOf, worst } from './componentHealth';
import { matchesLabels } from './labels';
import { inWords, refOf } from './references';

/**
 * The state of a webhook configuration: does the service exist, does somebody answer behind it, is its certificate
 * authority set. A dead injector that may not be skipped is the worst of it: every new pod that it selects is refused.
 */
export function webhookComponent(
  configuration: WebhookConfiguration,
  objects: ObjectReader,
): MeshComponent {
  const object = refOf(configuration);
  const reasons: Reason[] = [];
  const states: HealthState[] = [];
  const add = (
    health: HealthState,
    severity: Reason['severity'],
    code: string,
    text: string,
  ) => {
    if (reasons.some(r => r.code === code && r.text === text)) return;
    states.push(health);
    reasons.push({ code, severity, text, object });
  };
  const injector = configuration.kind === 'MutatingWebhookConfiguration';

  for (const webhook of configuration.webhooks ?? []) {
    const answer = webhook.service
      ? answerOf(webhook.service.namespace, webhook.service.name, objects)
      : { state: 'unknown' as const, text: '' };
    states.push(answer.state === 'alive' ? 'healthy' : 'unknown');
    // The API's default is Fail; only an explicit Ignore lets requests pass.
    const blocks = webhook.failurePolicy !== 'Ignore';
    if (answer.state === 'missing')
      add('degraded', 'warning', 'webhook-service-missing', answer.text);
    if (answer.state === 'missing' || answer.state === 'dead')
      if (blocks && injector)
        add(
          'unhealthy',
          'error',
          'dead-injector',
          `A dead injector blocks deployments: ${answer.text}, and ${inWords(
            object,
          )} has failurePolicy Fail, so every pod that it selects is refused`,
        );
      else if (blocks)
        add(
          'degraded',
          'error',
          'dead-validator',
          `${answer.text}, and ${inWords(
            object,
          )} has failurePolicy Fail, so changes of the configuration that it validates are refused`,
        );
      else
        add(
          'degraded',
          'warning',
          'webhook-unanswered',
          injector
            ? `${answer.text}; ${inWords(
                object,
              )} lets pods pass without a proxy`
            : `${answer.text}; ${inWords(
                object,
              )} lets configuration pass unchecked`,
        );
    if (webhook.hasCaBundle === false && webhook.service)
      add(
        'degraded',
        'warning',
        'webhook-ca-missing',
        `${inWords(
          object,
        )} has no caBundle: the API server does not trust the webhook until the control plane sets it`,
      );
  }
  return { role: 'webhook', object, health: worst(states), reasons };
}

interface Answer {
  state: 'alive' | 'dead' | 'missing' | 'unknown';
  text: string;
}

function answerOf(
  namespace: string,
  name: string,
  objects: ObjectReader,
): Answer {
  const service = objects.get('Service', namespace, name);
  if (!service)
    return objects.availability('Service') === 'unknown'
      ? { state: 'unknown', text: '' }
      : {
          state: 'missing',
          text: `Service ${namespace}/${name} of the webhook does not exist`,
        };
  if (!service.spec.selector) return { state: 'unknown', text: '' };
  return readiness(service, objects);
}

function readiness(service: Service, objects: ObjectReader): Answer {
  const { namespace, name } = service.metadata;
  const kinds = [
    'Deployment.apps',
    'DaemonSet.apps',
    'StatefulSet.apps',
  ] as const;
  const behind = kinds.flatMap(kind =>
    objects.list(kind, namespace).filter(selectedBy(service)),
  );
  const readyReplicas = behind.map(workload => replicasOf(workload).ready);
  if (readyReplicas.some(n => n !== undefined && n > 0))
    return { state: 'alive', text: '' };
  if (
    readyReplicas.some(n => n === undefined) ||
    kinds.some(kind => objects.availability(kind) === 'unknown')
  )
    return { state: 'unknown', text: '' };
  return {
    state: 'dead',
    text:
      behind.length === 0
        ? `nothing runs behind Service ${namespace}/${name}`
        : `no pod behind Service ${namespace}/${name} is ready`,
  };
}

function selectedBy(service: Service) {
  return (workload: Workload) =>
    matchesLabels(
      service.spec.selector,
      workload.spec.template.metadata?.labels,
    );
}
