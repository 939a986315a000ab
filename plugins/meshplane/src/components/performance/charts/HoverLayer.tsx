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

import type { MouseEvent, PointerEvent } from 'react';

/** Index of the number that is nearest to `value`; `numbers` in any order. */
export function nearest(numbers: readonly number[], value: number): number {
  let best = 0;
  numbers.forEach((number, index) => {
    if (Math.abs(number - value) < Math.abs(numbers[best] - value)) {
      best = index;
    }
  });
  return best;
}

/** Takes the pointer over a drawing and says which position it is nearest to. */
export function HoverLayer(props: {
  width: number;
  height: number;
  /** Pixels of the positions from the left. */
  xs: readonly number[];
  onCursor: (index: number) => void;
  /** The pointer chose the position that it is nearest to. */
  onSelect?: (index: number) => void;
}) {
  const { width, height, xs } = props;
  const indexOf = (event: MouseEvent<SVGRectElement>) => {
    const { left } = event.currentTarget.getBoundingClientRect();
    return nearest(xs, event.clientX - left);
  };
  const onPointerMove = (event: PointerEvent<SVGRectElement>) => {
    if (xs.length > 0) props.onCursor(indexOf(event));
  };
  const { onSelect } = props;
  return (
    <rect
      width={Math.max(0, width)}
      height={Math.max(0, height)}
      fill="transparent"
      onPointerMove={onPointerMove}
      onClick={
        onSelect && xs.length > 0
          ? event => onSelect(indexOf(event))
          : undefined
      }
      style={onSelect ? { cursor: 'pointer' } : undefined}
    />
  );
}
