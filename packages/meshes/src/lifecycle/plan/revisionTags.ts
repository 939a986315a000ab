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

import type { PlanContext } from './context';
import { chartOf, valuesOf } from './context';
import type { Draft } from './StepList';
import { chartRef } from './steps';
import { mergeValues, valueAt } from '../values';

/**
 * Steps that point revision tags somewhere or remove them.
 *
 * @param tags - tag → revision, null to remove
 */
export function revisionTagSteps(
  context: PlanContext,
  tags: Readonly<Record<string, string | null>>,
): Draft[] {
  const { definition, operations } = context;
  const data = operations.revisions?.tags;
  if (!data) return [];
  const step = operations.install.steps.find(
    ({ chart }) => chart === data.chart,
  )!;
  const { release, namespace } = chartOf(definition, step.chart);
  const byRevision = new Map<string, string[]>();
  for (const [tag, revision] of Object.entries(tags))
    if (revision !== null)
      byRevision.set(revision, [...(byRevision.get(revision) ?? []), tag]);
  const drafts: Draft[] = [...byRevision].map(([revision, names]) => {
    const isDefault = revision === definition.detect.instance.defaultRevision;
    const ofRevision = {
      ...context,
      revision: isDefault ? undefined : revision,
    };
    return {
      id: `tags-${revision}`,
      type: 'apply-manifest-bundle',
      title: `Point ${names.join(', ')} to revision ${revision}`,
      why: 'A tag is a webhook configuration that is not part of any release, so that it can move between control planes.',
      estimatedSeconds: 5,
      reversible: true,
      namespace,
      bundle: {
        from: 'chart',
        chart: chartRef(step, context),
        release: isDefault ? release : `${release}-${revision}`,
        namespace,
        values: mergeValues(
          valuesOf(step, ofRevision),
          valueAt(data.path, names),
        ),
        showOnly: data.templates,
      },
    };
  });
  const removed = Object.keys(tags).filter(tag => tags[tag] === null);
  if (removed.length > 0)
    drafts.push({
      id: 'remove-tags',
      type: 'delete-objects',
      title: `Remove the tags ${removed.join(', ')}`,
      why: 'Namespaces that are labelled with a tag that is gone get no proxy for new pods.',
      estimatedSeconds: 5,
      reversible: false,
      objects: removed.flatMap(tag =>
        data.objects.map(object => ({
          ...object,
          name: object.name.replace('{tag}', tag),
        })),
      ),
    });
  return drafts;
}
