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
import { useEffect, useState } from 'react';
import { chartPath, effectiveValues } from './chartValues';
import { placeOf, type TextProblem, type Values } from './valuesDocument';

/** What the schemas of the charts say about a text. */
export interface SchemaVerdict {
  problems: TextProblem[];
  /** Why a schema could not be used in the browser. */
  unusable?: string;
}

const NONE: SchemaVerdict = { problems: [] };

/** Checks the values of every chart; the validator is loaded when it is first needed. */
export function useSchemaProblems(
  charts: ChartValues,
  text: string,
  values: Values | undefined,
): SchemaVerdict {
  const [verdict, setVerdict] = useState<SchemaVerdict>(NONE);
  useEffect(() => {
    let isCurrent = true;
    if (!values) {
      setVerdict(NONE);
      return undefined;
    }
    void import('./schemaValidation').then(({ validateValues }) => {
      if (!isCurrent) return;
      const next: SchemaVerdict = { problems: [] };
      for (const chart of charts.charts) {
        // An inferred schema is a guess for the form; values of other types may well be right.
        if (chart.schemaSource !== 'chart') continue;
        const { problems, unusable } = validateValues(
          chart.schema,
          effectiveValues(charts, chart, values),
        );
        if (unusable) {
          next.unusable = `The schema of the chart ${chart.name} cannot be used in the browser (${unusable}); Helm checks the values when the plan is made.`;
        }
        const prefix = chartPath(charts, chart.name);
        next.problems.push(
          ...problems.map(problem => ({
            ...placeOf(text, [...prefix, ...problem.path]),
            message: `${
              [...prefix, problem.label].filter(Boolean).join('.') ||
              'The whole'
            } ${problem.message}`,
          })),
        );
      }
      setVerdict(next);
    });
    return () => {
      isCurrent = false;
    };
  }, [charts, text, values]);
  return verdict;
}
