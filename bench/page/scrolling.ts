/** Scrolls as a wheel does and notes the length of each frame, the elements and the heap. */
import type { Browser } from 'playwright-core';
import { type Frames, recordFrames, watchFrames } from './frame-watch.ts';
import { inFreshContext } from './open-browser.ts';

export interface ScrollRun {
  readonly address: string;
  /** What is there once the view is. */
  readonly loaded: string;
  /** What scrolls. */
  readonly scroller: string;
  readonly direction: 'down' | 'up';
  /** Pixels a second. */
  readonly speed: number;
}

export interface Scrolled extends Frames {
  /** Elements of the document before the first scroll. */
  readonly elements: number;
  /** Bytes of the script heap before the first scroll, after a collection. */
  readonly heap: number;
  /** Milliseconds of processor time that the page's main thread took while it scrolled. */
  readonly work: number;
}

const lastsSeconds = 8;
/** Fonts, formulas and landing on a place are over by then. */
const restMs = 2_500;

/** @throws Error when the view did not move: then its frames say nothing */
export function scrollThrough(browser: Browser, run: ScrollRun): Promise<Scrolled> {
  const { address, loaded, scroller, direction, speed } = run;
  return inFreshContext(browser, async (page, context) => {
    await watchFrames(page);
    await page.goto(address);
    await page.locator(loaded).first().waitFor();
    await page.waitForTimeout(restMs);
    const control = await context.newCDPSession(page);
    await control.send('Performance.enable', { timeDomain: 'threadTicks' });
    const workSoFar = async (): Promise<number> => {
      const { metrics } = await control.send('Performance.getMetrics');
      return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0) * 1000;
    };
    await control.send('HeapProfiler.collectGarbage');
    const { usedSize } = await control.send('Runtime.getHeapUsage');
    const elements = await page.evaluate<number>(`document.querySelectorAll('*').length`);
    const view = page.locator(scroller).first();
    const box = await view.boundingBox();
    if (box === null) throw new Error(`Nothing scrolls at ${address}: no "${scroller}".`);
    const before = await view.evaluate(({ scrollTop }) => scrollTop);
    const workBefore = await workSoFar();
    const recorded = await recordFrames(page, async () => {
      await control.send('Input.synthesizeScrollGesture', {
        x: Math.round(box.x + box.width / 2),
        y: Math.round(box.y + box.height / 2),
        // Positive scrolls up.
        yDistance: (direction === 'up' ? 1 : -1) * speed * lastsSeconds,
        speed,
        gestureSourceType: 'mouse',
      });
    });
    const work = (await workSoFar()) - workBefore;
    const moved = Math.abs((await view.evaluate(({ scrollTop }) => scrollTop)) - before);
    if (moved < (speed * lastsSeconds) / 2) {
      throw new Error(`${address} scrolled ${moved} px, ${speed * lastsSeconds} were asked for.`);
    }
    return { ...recorded, elements, heap: usedSize, work };
  });
}
