/** Which children of a list are in or near the view. */
import { type RefObject, useEffect, useState } from 'react';

/**
 * Positions (`data-at`) of the elements that match `selector` in `root` and meet its view, widened or
 * narrowed by `margin` (as `rootMargin` has it). Follows scrolling and changes of size.
 */
export function useVisible(
  root: RefObject<HTMLElement | null>,
  selector: string,
  margin: string,
  /** Watches anew when it changes. */
  list: unknown,
): ReadonlySet<number> {
  const [visible, setVisible] = useState<ReadonlySet<number>>(new Set<number>());
  // biome-ignore lint/correctness/useExhaustiveDependencies: another list has other elements
  useEffect(() => {
    const element = root.current;
    if (element === null) return;
    setVisible(new Set<number>());
    const observer = new IntersectionObserver(
      (entries) =>
        setVisible((before) => {
          const after = new Set(before);
          for (const { target, isIntersecting } of entries) {
            const at = Number((target as HTMLElement).dataset['at']);
            if (isIntersecting) after.add(at);
            else if (!target.contains(document.activeElement)) after.delete(at);
          }
          return after;
        }),
      { root: element, rootMargin: margin },
    );
    for (const target of element.querySelectorAll(selector)) observer.observe(target);
    return () => observer.disconnect();
  }, [root, selector, margin, list]);
  return visible;
}
