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

import type { PanelData } from '@meshplane/plugin-meshplane-common';
import { failureOf } from '../../connections/failures';
import { parseDuration } from '../../connections/prometheus/duration';
import type { RangeSeries } from '../../connections/prometheus/PrometheusClient';
import type { PanelModel, PanelTarget } from './boardModel';
import type { Window } from './links';
import { type PanelSource, queriesOf, type SourceContext } from './panelSource';
import { substitute } from './variables';

const POINTS = 240;
const MAX_SERIES = 50;

/** Draws a panel over a window: asks its queries and says what was left out. Never rejects for a query that fails. */
export async function drawPanel(options: {
  panel: PanelModel;
  context: SourceContext;
  window: Window;
  /** Seconds between two scrapes of a connection. */
  scrapeSeconds(source: PanelSource): Promise<number>;
  signal?: AbortSignal;
}): Promise<PanelData> {
  const { panel, context } = options;
  const notes = new Set<string>();
  const series: PanelData['series'] = [];
  const queries = queriesOf(panel, context);
  if (queries.length === 0) notes.add('The panel has no queries.');
  for (const { target, source } of queries) {
    if (!source) {
      notes.add(
        `Query ${target.refId} was left out: it does not go to a Prometheus that is connected.`,
      );
      continue;
    }
    if (source.note) notes.add(source.note);
    series.push(...(await ask(target, source, options, notes)));
  }
  if (panel.transformations.length > 0) {
    notes.add('Transformations of the panel are not applied.');
  }
  if (series.length > MAX_SERIES) {
    notes.add(`${series.length - MAX_SERIES} more series are left out.`);
  }
  const unit = panel.fieldConfig?.defaults?.unit;
  return {
    title: panel.title,
    ...(unit && { unit }),
    series: series.slice(0, MAX_SERIES),
    notes: [...notes],
  };
}

async function ask(
  target: PanelTarget,
  source: PanelSource,
  options: Parameters<typeof drawPanel>[0],
  notes: Set<string>,
): Promise<PanelData['series']> {
  const { panel, context, window, signal } = options;
  const scrapeSeconds = await options.scrapeSeconds(source);
  const least = parseDuration(target.interval ?? panel.interval ?? '') ?? 0;
  const stepSeconds = Math.max(
    (window.to - window.from) / 1000 / POINTS,
    least,
    Math.min(scrapeSeconds, 15),
    1,
  );
  const {
    text,
    unknown,
    notes: choices,
  } = substitute(target.expr ?? '', context.variables, {
    ...window,
    stepSeconds,
    scrapeSeconds,
  });
  choices.forEach(one => notes.add(one));
  if (unknown.length > 0) {
    notes.add(
      `Query ${target.refId} was left out: ${unknown
        .map(name => `"$${name}"`)
        .join(', ')} cannot be replaced.`,
    );
    return [];
  }
  try {
    const answer = await source.connection.client.queryRange(
      text,
      { ...window, stepSeconds },
      signal,
    );
    answer.warnings.forEach(one => notes.add(one));
    return answer.series.map(one => ({
      name: nameOf(one, target),
      points: one.points
        .filter(([, value]) => Number.isFinite(value))
        .map(([at, value]): [number, number] => [at, value]),
    }));
  } catch (error) {
    notes.add(`Query ${target.refId} failed: ${failureOf(error).message}`);
    return [];
  }
}

/** The legend of the panel, else the labels as Prometheus prints them. */
function nameOf(
  { labels }: RangeSeries,
  { legendFormat }: PanelTarget,
): string {
  if (legendFormat && legendFormat !== '__auto') {
    return legendFormat.replace(
      /\{\{\s*([\w.]+)\s*\}\}/g,
      (_, label: string) => labels[label] ?? '',
    );
  }
  const { __name__: metric = '', ...rest } = labels;
  const pairs = Object.entries(rest).map(([key, value]) => `${key}="${value}"`);
  return pairs.length > 0
    ? `${metric}{${pairs.join(', ')}}`
    : metric || 'value';
}
