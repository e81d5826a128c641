import type { Locator, Page } from 'playwright-core';
import type { Film } from './film.ts';

export interface Pointer {
  /** Moves to the middle of an element, filming the way. */
  moveTo(target: Locator): Promise<void>;
  /** Presses what it points at. */
  press(): Promise<void>;
}

/** Frames of a way, and how long each is shown. */
const steps = 9;
const stepMs = 40;

/** A mouse pointer drawn in the page, since screenshots show none. It begins at `x`, `y`. */
export async function createPointer(
  page: Page,
  film: Film,
  x: number,
  y: number,
): Promise<Pointer> {
  await drawPointer(page);
  const drawn = page.locator('[data-drawn-pointer]');
  let at = { x, y };
  const place = async (next: { x: number; y: number }, scale = 1): Promise<void> => {
    at = next;
    await page.mouse.move(at.x, at.y);
    await drawn.evaluate((element, transform) => {
      element.style.transform = transform;
    }, `translate(${at.x}px, ${at.y}px) scale(${scale})`);
  };
  await place(at);
  return {
    moveTo: async (target) => {
      await target.scrollIntoViewIfNeeded();
      const box = await target.boundingBox();
      if (box === null) throw new Error('The tour points at something that is not shown.');
      const from = at;
      const to = { x: box.x + Math.min(box.width / 2, 60), y: box.y + box.height / 2 };
      for (let step = 1; step <= steps; step += 1) {
        const way = easeInOut(step / steps);
        await place({ x: from.x + (to.x - from.x) * way, y: from.y + (to.y - from.y) * way });
        await film.shoot(stepMs);
      }
    },
    press: async () => {
      await place(at, 0.8);
      await film.shoot(120);
      await page.mouse.down();
      await page.mouse.up();
      await place(at);
    },
  };
}

function easeInOut(share: number): number {
  return (1 - Math.cos(Math.PI * share)) / 2;
}

/** The page's policy allows styles set as properties, and no others. */
function drawPointer(page: Page): Promise<void> {
  return page.locator('body').evaluate((body) => {
    const document = body.ownerDocument;
    const arrow = 'polygon(0 0, 0 86%, 22% 66%, 36% 100%, 52% 93%, 38% 61%, 67% 61%)';
    const pointer = document.createElement('div');
    pointer.dataset['drawnPointer'] = '';
    pointer.setAttribute('aria-hidden', 'true');
    Object.assign(pointer.style, {
      position: 'fixed',
      left: '0',
      top: '0',
      width: '24px',
      height: '24px',
      zIndex: '1000',
      pointerEvents: 'none',
      transformOrigin: '0 0',
      filter: 'drop-shadow(0 1px 2px rgb(0 0 0 / 0.35))',
    });
    for (const [inset, color] of [
      ['0', '#fff'],
      ['2px 3px 3.5px 1.5px', '#111'],
    ] as const) {
      const part = document.createElement('div');
      Object.assign(part.style, {
        position: 'absolute',
        inset,
        background: color,
        clipPath: arrow,
      });
      pointer.append(part);
    }
    body.append(pointer);
  });
}
