/** From an address to a page that takes a question, with nothing cached; and what that has to fetch. */
import { gzipSync } from 'node:zlib';
import type { Browser, Response } from 'playwright-core';
import { timeUntil, watchFrames } from './frame-watch.ts';
import { inFreshContext } from './open-browser.ts';

/** Bytes of all responses of one kind. */
export interface Weight {
  readonly files: number;
  /** Without compression. */
  readonly plain: number;
  /** As it came over the wire, without headers. */
  readonly served: number;
  /** What gzip would make of it. */
  readonly gzipped: number;
}

const kinds = ['script', 'stylesheet', 'font'] as const;
export type Kind = (typeof kinds)[number];

export interface FirstView {
  /** Milliseconds from the navigation to the first text or picture. */
  readonly painted: number;
  /** Milliseconds from the navigation to a question field that takes keys. */
  readonly usable: number;
  readonly weights: Readonly<Record<Kind, Weight>>;
}

/** Fetching goes on for so long after the field is there. */
const restMs = 1_000;

export function timeFirstView(browser: Browser, url: string): Promise<FirstView> {
  return inFreshContext(browser, async (page) => {
    const responses: Response[] = [];
    page.on('response', (response) => responses.push(response));
    await watchFrames(page);
    await page.goto(url, { waitUntil: 'commit' });
    const usable = await timeUntil(
      page,
      `document.querySelector('#question')?.matches(':enabled:not([readonly])')`,
    );
    await page.waitForTimeout(restMs);
    const painted = await page.evaluate<number>(
      `performance.getEntriesByName('first-contentful-paint')[0].startTime`,
    );
    return {
      painted,
      usable,
      weights: {
        script: await weigh(responses, 'script'),
        stylesheet: await weigh(responses, 'stylesheet'),
        font: await weigh(responses, 'font'),
      },
    };
  });
}

async function weigh(responses: readonly Response[], kind: Kind): Promise<Weight> {
  const ofKind = responses.filter((response) => response.request().resourceType() === kind);
  const sizes = await Promise.all(
    ofKind.map(async (response) => {
      const [body, { responseBodySize }] = await Promise.all([
        response.body(),
        response.request().sizes(),
      ]);
      return { plain: body.length, served: responseBodySize, gzipped: gzipSync(body).length };
    }),
  );
  const sum = (name: 'plain' | 'served' | 'gzipped'): number =>
    sizes.reduce((total, size) => total + size[name], 0);
  return {
    files: sizes.length,
    plain: sum('plain'),
    served: sum('served'),
    gzipped: sum('gzipped'),
  };
}
