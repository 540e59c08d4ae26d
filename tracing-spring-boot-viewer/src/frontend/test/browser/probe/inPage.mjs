// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

/** Runs in the page before its own script: what several measures need there. */
export function installProbe() {
  // The task after a frame's callbacks runs when the frame has been handed over to be drawn.
  const paint = () => new Promise((painted) => requestAnimationFrame(() => setTimeout(painted)));

  /** Waits until something is in the document and painted; answers what `find` has found. */
  const painted = (find) => new Promise((resolve) => {
    const look = () => {
      const found = find();
      if (!found) return false;
      observer.disconnect();
      void paint().then(() => resolve(found));
      return true;
    };
    const observer = new MutationObserver(look);
    if (!look()) observer.observe(document, { childList: true, subtree: true, characterData: true });
  });

  const go = (address) => {
    history.pushState(null, '', address);
    dispatchEvent(new PopStateEvent('popstate'));
  };

  const list = () => document.querySelector('.rows .row, .empty');
  window.probe = { paint, painted, go, list };
  window.probe.firstLoad = painted(list).then(() => performance.now());
}
