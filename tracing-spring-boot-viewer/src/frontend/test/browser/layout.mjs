// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

/** Finds text that is cut and text that lies on other text. Runs in the page. */
export function findFaults() {
  const faults = [];
  const pieces = [];
  const layer = [...document.querySelectorAll('dialog[open], .menu-list')].at(-1) ?? document.body;
  for (const element of layer.querySelectorAll('*')) {
    if (!element.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true }) || element.closest('.hidden, svg, [inert]')) continue;
    const style = getComputedStyle(element);
    const hides = (overflow) => overflow === 'hidden' || overflow === 'clip';
    if (hides(style.overflowY) && element.scrollHeight > element.clientHeight + 1 && element.innerText?.trim()) faults.push(`cut below: ${name(element)} "${element.textContent.slice(0, 40)}" by ${element.scrollHeight - element.clientHeight} px`);
    const own = [...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE && node.data.trim() !== '');
    if (own.length === 0) continue;
    const told = style.textOverflow === 'ellipsis' && (element.title || element.closest('[title]'));
    if (hides(style.overflowX) && element.scrollWidth > element.clientWidth + 1 && !told) faults.push(`cut: ${name(element)} "${element.textContent.slice(0, 40)}"`);
    for (const node of own) {
      const range = document.createRange();
      range.selectNodeContents(node);
      for (const box of range.getClientRects()) {
        const shown = visiblePart(box, element);
        if (shown) pieces.push({ element, shown, box });
      }
    }
  }
  for (const { element, shown, box } of pieces)
    if (!element.closest('[data-may-scroll], .logs, .detail-body, .stack-lines') && (box.right > innerWidth + 1 || box.left < -1)) faults.push(`outside: ${name(element)} "${element.textContent.slice(0, 40)}" ${Math.round(shown.right)}`);
  for (let at = 0; at < pieces.length; at++)
    for (let other = at + 1; other < pieces.length; other++) {
      const [a, b] = [pieces[at], pieces[other]];
      if (a.element === b.element) continue;
      const width = Math.min(a.shown.right, b.shown.right) - Math.max(a.shown.left, b.shown.left);
      const height = Math.min(a.shown.bottom, b.shown.bottom) - Math.max(a.shown.top, b.shown.top);
      // Line boxes touch by design; letters on letters overlap in both directions.
      if (width > 2 && height > 6 && bothOnTop(a, b)) faults.push(`on each other: "${a.element.textContent.slice(0, 30)}" and "${b.element.textContent.slice(0, 30)}"`);
    }
  if (document.documentElement.scrollWidth > innerWidth) faults.push(`the page is ${document.documentElement.scrollWidth - innerWidth} px too wide`);
  return [...new Set(faults)];

  function name(element) {
    return `${element.tagName.toLowerCase()}.${[...element.classList].join('.')}`;
  }

  /** What the boxes around it leave of a text, if anything. */
  function visiblePart(box, element) {
    let { left, right, top, bottom } = box;
    for (let up = element; up; up = up.parentElement) {
      const style = getComputedStyle(up);
      if (style.overflow === 'visible') continue;
      const edge = up.getBoundingClientRect();
      [left, right, top, bottom] = [Math.max(left, edge.left), Math.min(right, edge.right), Math.max(top, edge.top), Math.min(bottom, edge.bottom)];
    }
    [top, bottom] = [Math.max(0, top), Math.min(innerHeight, bottom)];
    return right - left > 1 && bottom - top > 1 ? { left, right, top, bottom } : null;
  }

  /** Text behind a sticky head or a sheet is covered, not overlapped. */
  function bothOnTop(a, b) {
    return [a, b].every(({ element, shown }) => {
      const hit = document.elementFromPoint((shown.left + shown.right) / 2, (shown.top + shown.bottom) / 2);
      return hit !== null && (hit === element || hit.contains(element) || element.contains(hit) || getComputedStyle(element).pointerEvents === 'none');
    });
  }
}
