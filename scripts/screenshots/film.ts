import type { Page } from 'playwright-core';
import { PNG } from 'pngjs';

export interface Frame {
  /** Device pixels. */
  readonly width: number;
  readonly height: number;
  /** One number a pixel, rows from the top; red in the lowest byte. */
  readonly pixels: Uint32Array;
  readonly delayMs: number;
}

export interface Film {
  readonly frames: readonly Frame[];
  /** Takes what is seen now and shows it for so long; what has not changed is shown longer instead. */
  shoot(delayMs: number): Promise<void>;
  /** Shoots until the condition holds. */
  shootUntil(condition: () => Promise<boolean>): Promise<void>;
}

/** In which the page must have done what the tour waits for. */
const patienceMs = 30_000;
/** Taking a picture holds the page up for longer than most of its own work does. */
const longestMs = 150;

export function createFilm(page: Page): Film {
  const frames: Frame[] = [];
  const add = (frame: Frame): void => {
    const last = frames.at(-1);
    if (last === undefined || Buffer.compare(bytesOf(last), bytesOf(frame)) !== 0) {
      frames.push(frame);
    } else {
      frames[frames.length - 1] = { ...last, delayMs: last.delayMs + frame.delayMs };
    }
  };
  const take = async (): Promise<Omit<Frame, 'delayMs'>> => {
    const { width, height, data: rgba } = PNG.sync.read(await page.screenshot({ caret: 'hide' }));
    return { width, height, pixels: new Uint32Array(Uint8Array.from(rgba).buffer) };
  };
  return {
    frames,
    shoot: async (delayMs) => add({ ...(await take()), delayMs }),
    shootUntil: async (condition) => {
      const began = performance.now();
      let shot = began;
      while (!(await condition())) {
        if (shot - began > patienceMs) throw new Error('The page does not do what the tour shows.');
        const seen = await take();
        const now = performance.now();
        add({ ...seen, delayMs: Math.min(now - shot, longestMs) });
        shot = now;
      }
    },
  };
}

function bytesOf({ pixels }: Frame): Uint8Array {
  return new Uint8Array(pixels.buffer);
}
