/** Keeps the room of what is far from sight without its elements: long conversations stay light. */
import { type ReactNode, useEffect, useRef, useState } from 'react';

const marginPx = 1_200;
/** Room of a turn that was never seen. */
const estimatedPx = 480;

export interface OffscreenProps {
  /** Id of the turn that it holds. */
  readonly id: string;
  readonly children: ReactNode;
}

export function Offscreen({ id, children }: OffscreenProps) {
  const box = useRef<HTMLDivElement>(null);
  const [near, setNear] = useState(false);
  const height = useRef(estimatedPx);

  useEffect(() => {
    const element = box.current!;
    const observer = new IntersectionObserver(
      ([entry]) => {
        if (entry === undefined) return;
        if (!entry.isIntersecting && entry.boundingClientRect.height > 0) {
          height.current = entry.boundingClientRect.height;
        }
        // What is being written in it, or has the focus, stays.
        setNear(entry.isIntersecting || element.contains(document.activeElement));
      },
      { root: element.closest('[data-scroller]'), rootMargin: `${marginPx}px 0px` },
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  return (
    <div ref={box} data-box={id} style={near ? undefined : { height: height.current }}>
      {near && children}
    </div>
  );
}
