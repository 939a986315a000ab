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

import { makeStyles } from '@material-ui/core/styles';
import type { SeriesStyle } from './chartColors';

/** One entry of a legend. */
export interface LegendItem extends SeriesStyle {
  name: string;
  /** What it looks like in the drawing; a line unless set. */
  mark?: 'line' | 'band' | 'dot' | 'ring' | 'bar';
}

const WIDTH = 26;
const HEIGHT = 12;

const useStyles = makeStyles(theme => ({
  root: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(0.5, 2),
    listStyle: 'none',
    margin: theme.spacing(0.75, 0, 0),
    padding: 0,
    fontSize: theme.typography.caption.fontSize,
    color: theme.palette.text.secondary,
  },
  item: { display: 'inline-flex', alignItems: 'center', gap: 6 },
  ramp: { width: 90, height: 10, borderRadius: 2 },
}));

function Swatch(props: { item: LegendItem }) {
  const { color, dash, mark = 'line' } = props.item;
  return (
    <svg width={WIDTH} height={HEIGHT} aria-hidden>
      {mark === 'line' && (
        <line
          x1={0}
          x2={WIDTH}
          y1={HEIGHT / 2}
          y2={HEIGHT / 2}
          stroke={color}
          strokeWidth={2.5}
          strokeDasharray={dash}
        />
      )}
      {mark === 'band' && (
        <rect width={WIDTH} height={HEIGHT} fill={color} fillOpacity={0.25} />
      )}
      {mark === 'dot' && (
        <circle cx={WIDTH / 2} cy={HEIGHT / 2} r={4.5} fill={color} />
      )}
      {mark === 'ring' && (
        <circle
          cx={WIDTH / 2}
          cy={HEIGHT / 2}
          r={4.5}
          fill="none"
          stroke={color}
          strokeWidth={2}
        />
      )}
      {mark === 'bar' && <rect width={WIDTH} height={HEIGHT} fill={color} />}
    </svg>
  );
}

/** Names of what is drawn, each with a sample of its line. */
export function ChartLegend(props: { items: LegendItem[] }) {
  const classes = useStyles();
  return (
    <ul className={classes.root} aria-label="Legend">
      {props.items.map(item => (
        <li key={item.name} className={classes.item}>
          <Swatch item={item} />
          {item.name}
        </li>
      ))}
    </ul>
  );
}

/** Legend of a heatmap: what the ends of its ramp of colours mean. */
export function RampLegend(props: {
  colors: string[];
  from: string;
  to: string;
}) {
  const classes = useStyles();
  return (
    <ul className={classes.root} aria-label="Legend">
      <li className={classes.item}>
        {props.from}
        <span
          aria-hidden
          className={classes.ramp}
          style={{
            background: `linear-gradient(to right, ${props.colors.join(', ')})`,
          }}
        />
        {props.to}
      </li>
    </ul>
  );
}
