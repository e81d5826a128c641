/** Where each conversation was left, so that coming back from another view finds the place again. */
import { type RefObject, useEffect, useLayoutEffect } from 'react';

interface Place {
  readonly turnId: string;
  /** Of the turn's top below that of the view, in pixels; negative when it lies above. */
  readonly offset: number;
}

/** Between the top of the view and the question that stands there. */
const roomAbovePx = 20;

const places = new Map<string, Place>();

/**
 * Comes back to the place that was left, else shows the latest turn at the top; so does every turn that
 * is added.
 *
 * @param count turns, the one being answered among them
 */
export function useReadingPlace(
  conversation: string,
  count: number,
  last: RefObject<HTMLElement | null>,
): void {
  // A layout effect: it is undone while what it measures still stands.
  useLayoutEffect(() => {
    const scroller = last.current?.closest<HTMLElement>('[data-scroller]');
    if (!scroller) return;
    return () => {
      const place = placeIn(scroller);
      if (place !== undefined) places.set(conversation, place);
    };
  }, [conversation, last]);

  useEffect(() => {
    const element = last.current;
    const scroller = element?.closest<HTMLElement>('[data-scroller]');
    if (!element || !scroller || count === 0) return;
    const left = places.get(conversation);
    const box = left && scroller.querySelector(`[data-box="${CSS.escape(left.turnId)}"]`);
    places.delete(conversation);
    if (left !== undefined && box) {
      bringTo(scroller, box, left.offset);
      return;
    }
    bringTo(scroller, element, roomAbovePx);
    // What was pressed to ask is gone: those who use the keyboard go on from here.
    if (document.activeElement === document.body) element.focus({ preventScroll: true });
  }, [conversation, count, last]);
}

/** Scrolls that element alone: `scrollIntoView` would move what it lies in as well. */
function bringTo(scroller: HTMLElement, element: Element, offset: number): void {
  const below = element.getBoundingClientRect().top - scroller.getBoundingClientRect().top;
  scroller.scrollTop += below - offset;
}

function placeIn(scroller: HTMLElement): Place | undefined {
  const { top } = scroller.getBoundingClientRect();
  for (const box of scroller.querySelectorAll<HTMLElement>('[data-box]')) {
    const place = box.getBoundingClientRect();
    if (place.bottom > top + 40) {
      return { turnId: box.dataset['box'] ?? '', offset: place.top - top };
    }
  }
  return undefined;
}
