/** Takes the thinking off that some models write before their reply: it is not the reply. */

const opening = /^\s*<(think|thinking|reasoning)>/i;
/** What may still become an opening: the start of one, or white space before it. */
const undecided = /^\s*(?:<[a-z]{0,10})?$/i;

export interface ThinkingFilter {
  /** What of the reply the piece completes. */
  push(piece: string): string;
  /** What was held back and turned out to be reply. Thinking that never ended is none. */
  end(): string;
}

export function createThinkingFilter(): ThinkingFilter {
  let held = '';
  let mode: 'start' | 'thinking' | 'after' | 'reply' = 'start';
  let closing = '';
  return {
    push: (piece) => {
      if (mode === 'reply') return piece;
      held += piece;
      if (mode === 'start') {
        const [tag, name] = opening.exec(held) ?? [];
        if (tag === undefined && undecided.test(held)) return '';
        if (tag === undefined || name === undefined) {
          mode = 'reply';
          return take();
        }
        mode = 'thinking';
        closing = `</${name.toLowerCase()}>`;
        held = held.slice(tag.length);
      }
      if (mode === 'thinking') {
        const at = held.toLowerCase().indexOf(closing);
        if (at === -1) {
          // Only the end can hold the beginning of the closing tag.
          held = held.slice(-closing.length);
          return '';
        }
        held = held.slice(at + closing.length);
        mode = 'after';
      }
      held = held.trimStart();
      if (held === '') return '';
      mode = 'reply';
      return take();
    },
    end: () => (mode === 'thinking' ? '' : take()),
  };

  function take(): string {
    const text = held;
    held = '';
    return text;
  }
}
