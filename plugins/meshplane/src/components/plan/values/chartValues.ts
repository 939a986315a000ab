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

import type { ChartValues } from '@meshplane/plugin-meshplane-common';
import {
  mergeValues,
  readValues,
  valueAt,
  type Values,
} from './valuesDocument';

type Chart = ChartValues['charts'][number];

/**
 * Where the values of a chart stand in the document. One document serves all charts of a product: a single chart owns it
 * as a whole, several have a key each that is their name.
 */
export function chartPath(charts: ChartValues, chart: string): string[] {
  return charts.charts.length > 1 ? [chart] : [];
}

function asValues(value: unknown): Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Values)
    : {};
}

/** What holds for a chart where the reader sets nothing: its defaults with the preset over them. */
export function defaultsOf(charts: ChartValues, chart: Chart): Values {
  const preset = readValues(charts.presetValues).values;
  return mergeValues(
    readValues(chart.defaults).values ?? {},
    asValues(valueAt(preset, chartPath(charts, chart.name))),
  );
}

/** What Helm will see for a chart. */
export function effectiveValues(
  charts: ChartValues,
  chart: Chart,
  own: Values,
): Values {
  return mergeValues(
    defaultsOf(charts, chart),
    asValues(valueAt(own, chartPath(charts, chart.name))),
  );
}
