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

import { useVirtualizer } from '@tanstack/react-virtual';
import {
  useEffect,
  useRef,
  useState,
  type ReactNode,
  type RefObject,
} from 'react';

/** Above this many rows only those in view are mounted. */
export const VIRTUALIZE_ABOVE = 200;

/**
 * Rows below each other inside a scrolling element. Long lists mount only what is in view; rows may have different
 * heights.
 */
export function VirtualRows(props: {
  count: number;
  /** The element that scrolls. */
  scroller: RefObject<HTMLElement>;
  /** Typical height of a row, in pixels. */
  rowHeight: number;
  /** Row to bring into view; a change of the object scrolls. */
  show?: { index: number; align: 'auto' | 'end' };
  render: (index: number) => ReactNode;
}) {
  const { count, scroller, rowHeight, show } = props;
  // The element around the rows is known only after the first rendering: it mounts after its children.
  const [, setMounted] = useState(false);
  useEffect(() => setMounted(true), []);
  const plain = useRef<HTMLDivElement>(null);
  const isVirtual = count > VIRTUALIZE_ABOVE;
  const virtualizer = useVirtualizer({
    count,
    enabled: isVirtual,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
  });
  const { index, align } = show ?? {};
  useEffect(() => {
    if (index === undefined || index < 0) return;
    if (isVirtual) {
      virtualizer.scrollToIndex(index, { align });
      return;
    }
    const box = scroller.current;
    const row = plain.current?.children[index] as HTMLElement | undefined;
    if (!box || !row) return;
    // Not scrollIntoView: that would move the page, too.
    const top = row.offsetTop - (plain.current?.offsetTop ?? 0);
    const bottom = top + row.offsetHeight;
    if (align === 'end' || bottom > box.scrollTop + box.clientHeight) {
      box.scrollTop = bottom - box.clientHeight;
    } else if (top < box.scrollTop) box.scrollTop = top;
    // The virtualizer itself changes with every scroll.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [index, align, isVirtual, count]);
  if (!isVirtual) {
    return (
      <div ref={plain} role="presentation">
        {Array.from({ length: count }, (_, at) => props.render(at))}
      </div>
    );
  }
  const items = virtualizer.getVirtualItems();
  return (
    <div style={{ height: virtualizer.getTotalSize() }} role="presentation">
      <div
        role="presentation"
        style={{ transform: `translateY(${items[0]?.start ?? 0}px)` }}
      >
        {items.map(item => (
          <div
            key={item.key}
            ref={virtualizer.measureElement}
            data-index={item.index}
            role="presentation"
          >
            {props.render(item.index)}
          </div>
        ))}
      </div>
    </div>
  );
}
