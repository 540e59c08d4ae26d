// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

import type { RefObject } from 'preact';
import { useMemo } from 'preact/hooks';
import { closed, closeDetail, cursor, detail, fold, hasChildren, model, moveTo, openDetail, rows } from './state.ts';

/** The keys of the waterfall: letters wherever the focus is, arrows and the like while it is in the grid. */
export function useRowKeys(grid: RefObject<HTMLElement | null>, page: () => number) {
  return useMemo(() => {
    const letters: Record<string, () => void> = {
      j: () => move(1),
      k: () => move(-1),
      h: () => foldOrUp(),
      l: () => unfoldOrDown(),
      Enter: () => openOrFold(),
      ArrowDown: () => move(1),
      ArrowUp: () => move(-1),
    };
    const inGrid: Record<string, () => void> = {
      ArrowDown: () => move(1),
      ArrowUp: () => move(-1),
      ArrowLeft: () => foldOrUp(),
      ArrowRight: () => unfoldOrDown(),
      Home: () => moveToIndex(0),
      End: () => moveToIndex(rows.value.length - 1),
      PageDown: () => move(page()),
      PageUp: () => move(-page()),
      Enter: () => openOrFold(),
      ' ': () => openOrFold(),
    };
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.target !== grid.current || event.ctrlKey || event.metaKey || event.altKey) return;
      const action = inGrid[event.key];
      if (!action) return;
      event.preventDefault();
      action();
    };
    return { letters, onKeyDown };
  }, []);
}

function move(step: number): void {
  const at = rows.value.indexOf(cursor.value);
  moveToIndex(at < 0 ? 0 : at + step);
}

function moveToIndex(index: number): void {
  const row = rows.value[Math.max(0, Math.min(rows.value.length - 1, index))];
  if (row !== undefined) moveTo(row);
}

function foldOrUp(): void {
  const row = cursor.value;
  if (hasChildren(row) && !closed.value[row]) fold(row, true);
  else if (row >= 0 && model.value!.display.parent[row]! >= 0) moveTo(model.value!.display.parent[row]!);
}

function unfoldOrDown(): void {
  const row = cursor.value;
  if (!hasChildren(row)) return;
  if (closed.value[row]) fold(row, false);
  else move(1);
}

function openOrFold(): void {
  const row = cursor.value;
  if (row < 0) return;
  if (detail.value === row) closeDetail();
  else openDetail(row);
}
