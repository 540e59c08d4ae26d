// Copyright the tracing-spring-boot-starter authors
// SPDX-License-Identifier: Apache-2.0

import { percentile, report } from './report.mjs';

const ROUNDS = 5;
const FRAMES = 100;
const WARM_UP = 20;

const WORK = [
  ['ProcessTime', 'scroll-work', 'work for a frame in all threads'],
  ['ThreadTime', 'scroll-work-main', "  in the page's own thread"],
  ['ScriptDuration', 'scroll-work-script', '    of which script'],
  ['RecalcStyleDuration', 'scroll-work-style', '    of which style'],
  ['LayoutDuration', 'scroll-work-layout', '    of which layout'],
];

/**
 * Frames while the waterfall scrolls by ten rows in each, and the same over a list of nothing, in turns: what the machine
 * does beside shows in both. The work is the processor's for a frame, in the page's thread and in all of its process: that
 * says what a frame costs where all of them are in time, too, or none is.
 */
export async function measureScrolling(tab, spans) {
  const thread = await tab.context().newCDPSession(tab);
  // In time of the processor, because that of the clock tells as much of what else the machine does.
  await thread.send('Performance.enable', { timeDomain: 'threadTicks' });
  const floor = [];
  const ours = [];
  const work = [];
  for (let round = 0; round < ROUNDS; round++) {
    floor.push(await p95(tab, true));
    const before = await workOf(thread);
    ours.push(await p95(tab, false));
    const after = await workOf(thread);
    work.push(after.map((value, index) => ((value - before[index]) * 1_000) / (FRAMES + WARM_UP)));
  }
  await thread.detach();
  report('scroll-floor', 'frame of a scrolled list of nothing, p95', floor, { spans });
  report('scroll', 'frame of the scrolled waterfall, p95', ours, { spans });
  WORK.forEach(([, name, meaning], index) => report(name, meaning, work.map((each) => each[index]), { spans }));
}

async function workOf(thread) {
  const { metrics } = await thread.send('Performance.getMetrics');
  return WORK.map(([metric]) => metrics.find((each) => each.name === metric).value);
}

async function p95(tab, floor) {
  const times = await tab.evaluate(async ({ empty, frames, warmUp }) => {
    let element = document.querySelector('.waterfall');
    if (empty) {
      element = document.createElement('div');
      const inner = document.createElement('div');
      inner.style.height = '2800000px';
      element.append(inner);
      element.style.cssText = 'position:fixed;inset:0;overflow:auto;z-index:99;background:white';
      document.body.append(element);
    }
    element.scrollTop = 0;
    const times = [];
    let last = await new Promise(requestAnimationFrame);
    for (let frame = 0; frame < frames + warmUp; frame++) {
      element.scrollTop += 280;
      const now = await new Promise(requestAnimationFrame);
      times.push(now - last);
      last = now;
    }
    if (empty) element.remove();
    return times.slice(warmUp);
  }, { empty: floor, frames: FRAMES, warmUp: WARM_UP });
  return percentile(times.sort((a, b) => a - b), 95);
}
