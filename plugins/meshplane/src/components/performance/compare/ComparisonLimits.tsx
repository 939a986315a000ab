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

import { FieldRow, FormText } from '../parts/fields';
import { DEFAULT_THRESHOLD } from './comparisonParams';
import { useId, useState } from 'react';
import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';

const useStyles = makeStyles({ root: { maxWidth: 720 } });

const percentOf = (share: number | undefined) =>
  share === undefined ? '' : String(Number((share * 100).toPrecision(6)));

/** Reads a percentage above zero; undefined where there is none, an Error where it is no such number. */
function shareOf(text: string, least: number): number | undefined | Error {
  if (text.trim() === '') return undefined;
  const value = Number(text);
  return Number.isFinite(value) && value >= least && value <= 1000
    ? value / 100
    : new Error(`"${text}" is no percentage between ${least} and 1000`);
}

/** What change matters, and what still counts as none. */
export function ComparisonLimits(props: {
  threshold: number;
  margin: number | undefined;
  onChange: (limits: { threshold: number; margin?: number }) => void;
}) {
  const classes = useStyles();
  const id = useId();
  const [threshold, setThreshold] = useState(percentOf(props.threshold));
  const [margin, setMargin] = useState(percentOf(props.margin));
  const wanted = shareOf(threshold, 0);
  const allowed = shareOf(margin, 0.01);
  return (
    <form
      className={classes.root}
      aria-labelledby={id}
      onSubmit={event => {
        event.preventDefault();
        if (wanted instanceof Error || allowed instanceof Error) return;
        props.onChange({
          threshold: wanted ?? DEFAULT_THRESHOLD,
          margin: allowed,
        });
      }}
    >
      <span id={id} hidden>
        Limits of the verdict
      </span>
      <FieldRow>
        <FormText
          label="Change that matters, %"
          type="number"
          value={threshold}
          onChange={setThreshold}
          help="Smaller ones are no regression; 5 unless set"
          error={wanted instanceof Error ? wanted.message : undefined}
        />
        <FormText
          label="Margin of “no change”, %"
          type="number"
          value={margin}
          onChange={setMargin}
          help="The change that matters unless set"
          error={allowed instanceof Error ? allowed.message : undefined}
        />
        <div>
          <Button type="submit" variant="outlined">
            Judge by these limits
          </Button>
        </div>
      </FieldRow>
    </form>
  );
}
