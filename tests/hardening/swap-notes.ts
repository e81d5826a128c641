/** A library of some thousand chunks whose every document tells which state it is of. */
import type { Notes } from './small-library.ts';

export const swapDimensions = 64;

export function manySwapNotes(state: number): Notes {
  return Object.fromEntries(
    Array.from({ length: 20 }, (_, note) => [
      `${note}.md`,
      `# Note ${note}\n\nState ${state}.\n\n${Array.from(
        { length: 50 },
        (__, at) =>
          `## Part ${at}\n\nPart ${at} of note ${note} tells how gradients flow through layer ${at}.\n`,
      ).join('\n')}`,
    ]),
  );
}
