/** A text as it is, letter for letter, with its marks. */
import { cutMarks } from '../markdown/cut-marks.ts';
import type { MarkedSpan } from '../markdown/mark-spans.ts';

/** The word in a mark's name that sets it off from the others. */
export const ACTIVE = 'active';

/**
 * The span of the active citation is one `<mark>`, whatever overlaps it; so is each other span that no
 * other one cuts.
 */
export function MarkedText({ text, spans }: { text: string; spans: readonly MarkedSpan[] }) {
  const active = spans.find(({ name }) => name.split(' ').includes(ACTIVE));
  if (active === undefined) return <Parts text={text} from={0} to={text.length} spans={spans} />;
  const others = spans.filter((span) => span !== active);
  return (
    <>
      <Parts text={text} from={0} to={active.start} spans={others} />
      <mark data-name={active.name}>
        <Parts text={text} from={active.start} to={active.end} spans={others} />
      </mark>
      <Parts text={text} from={active.end} to={text.length} spans={others} />
    </>
  );
}

interface PartsProps {
  readonly text: string;
  readonly from: number;
  readonly to: number;
  readonly spans: readonly MarkedSpan[];
}

function Parts({ text, from, to, spans }: PartsProps) {
  const shifted = spans.map(({ start, end, name }) => ({
    start: start - from,
    end: end - from,
    name,
  }));
  return cutMarks(to - from, shifted).map(({ start, end, name }) => {
    const part = text.slice(from + start, from + end);
    return name === '' ? (
      part
    ) : (
      <mark key={start} data-name={name}>
        {part}
      </mark>
    );
  });
}
