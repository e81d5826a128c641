/** Scrolls to an element exactly, though what stands above it has never been measured. */

export interface Landing {
  readonly scroller: HTMLElement;
  /** The element as soon as it is there; asked again each frame. */
  readonly find: () => Element | null;
  readonly block: 'center' | 'start';
  /** Told once when the element has not come in {@link PATIENCE_MS}. */
  readonly onMissing?: () => void;
}

const PATIENCE_MS = 2_500;
/** Fonts, formulas and sections that are set above move the element for so long at most. */
const SETTLE_MS = 1_500;
const MARGIN_PX = 12;

/**
 * Goes there at once, then corrects each frame until nothing moves any more or the reader scrolls.
 * A way of less than a view is scrolled smoothly, unless less motion is wished.
 *
 * @returns a function that ends it
 */
export function landOn({ scroller, find, block, onMissing }: Landing): () => void {
  const began = performance.now();
  let arrived: number | undefined;
  let waitUntil = 0;
  let frame = 0;
  const step = (now: number): void => {
    const target = find();
    if (target === null) {
      if (now - began > PATIENCE_MS) {
        stop();
        onMissing?.();
        return;
      }
    } else if (now >= waitUntil) {
      const distance = distanceTo(scroller, target, block);
      if (arrived === undefined && isNear(scroller, distance)) {
        scroller.scrollBy({ top: distance, behavior: 'smooth' });
        waitUntil = now + 450;
      } else if (Math.abs(distance) > 1) scroller.scrollTop += distance;
      arrived ??= now;
      if (now - arrived > SETTLE_MS) {
        stop();
        return;
      }
    }
    frame = requestAnimationFrame(step);
  };
  const stop = (): void => {
    cancelAnimationFrame(frame);
    for (const name of ownMoves) scroller.removeEventListener(name, stop);
  };
  for (const name of ownMoves) scroller.addEventListener(name, stop, { passive: true });
  frame = requestAnimationFrame(step);
  return stop;
}

/** What a reader does to scroll. */
const ownMoves = ['wheel', 'touchmove', 'keydown', 'pointerdown'] as const;

function distanceTo(scroller: HTMLElement, target: Element, block: Landing['block']): number {
  const view = scroller.getBoundingClientRect();
  const { top, height } = target.getBoundingClientRect();
  // Where a mark is higher than the view, its beginning counts.
  const above = block === 'start' ? 0 : (view.height - height) / 2;
  return top - view.top - Math.max(above, MARGIN_PX);
}

function isNear(scroller: HTMLElement, distance: number): boolean {
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
  return !still && Math.abs(distance) > 1 && Math.abs(distance) < scroller.clientHeight;
}
