/**
 * Clocks inside the page. They look once a frame, so times are of frames in which a reader can see a
 * thing, and as fine as a frame: 17 ms. Scripts are texts, since this side has no document.
 */
import type { Page } from 'playwright-core';

const script = `
window.bench = {
  /** Time of the latest key press or click. */
  acted: 0,
  /** Calls \`look\` each frame until it gives something, for half a minute at most. */
  watch(look) {
    const began = performance.now();
    return new Promise((resolve, reject) => {
      const next = () => {
        const found = look(performance.now());
        if (found !== undefined) resolve(found);
        else if (performance.now() - began > 30000) reject(new Error('Never came: ' + look));
        else requestAnimationFrame(next);
      };
      next();
    });
  },
  /** Resolves to the time of the first frame in which \`isSo()\` holds. */
  when(isSo) {
    return this.watch((now) => (isSo() ? now : undefined));
  },
  /** Resolves once \`find()\` is in the view and has not moved for two seconds. */
  still(find) {
    let top, seen, moved;
    return this.watch((now) => {
      const box = find()?.getBoundingClientRect();
      if (!box || box.top < 0 || box.top >= innerHeight) return undefined;
      seen ??= now;
      if (top === undefined || Math.abs(box.top - top) > 1) moved = now;
      top = box.top;
      return now - moved > 2000 ? { seen, still: moved } : undefined;
    });
  },
  /** Notes the length of each frame, and now and then how many elements there are. */
  record() {
    const frames = [];
    let last, most = 0, ended = false;
    const look = (now) => {
      if (ended) return;
      if (last !== undefined) frames.push(now - last);
      last = now;
      if (frames.length % 10 === 0) most = Math.max(most, document.querySelectorAll('*').length);
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
    this.stop = () => { ended = true; return { frames, most }; };
  },
};
for (const name of ['keydown', 'click']) {
  addEventListener(name, () => { bench.acted = performance.now(); }, { capture: true });
}`;

export interface Arrival {
  /** Milliseconds until it was in the view. */
  readonly seen: number;
  /** Milliseconds until it moved no more. */
  readonly still: number;
}

export interface Frames {
  /** Milliseconds from each frame to the next. */
  readonly frames: readonly number[];
  /** The most elements that the document held. */
  readonly most: number;
}

/** Call before the page is opened. What is waited for and never comes is an Error after 30 seconds. */
export async function watchFrames(page: Page): Promise<void> {
  await page.addInitScript(script);
}

/**
 * @param condition an expression, in the page
 * @returns milliseconds from the navigation to the first frame in which it holds
 */
export function timeUntil(page: Page, condition: string): Promise<number> {
  return page.evaluate<number>(`bench.when(() => ${condition})`);
}

/** @param selector of what should come into the view */
export function timeOfArrival(page: Page, selector: string): Promise<Arrival> {
  return page.evaluate<Arrival>(
    `bench.still(() => document.querySelector(${JSON.stringify(selector)}))`,
  );
}

/** When the latest key press or click came, in milliseconds from the navigation. */
export function timeOfAction(page: Page): Promise<number> {
  return page.evaluate<number>('bench.acted');
}

/** Records frames while `act` runs. */
export async function recordFrames(page: Page, act: () => Promise<void>): Promise<Frames> {
  await page.evaluate('bench.record()');
  await act();
  return page.evaluate<Frames>('bench.stop()');
}
