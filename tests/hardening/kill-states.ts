/** The states that a corpus goes through while its ingestion is killed: each tells its number. */

export const fileNames = ['a.md', 'b.md', 'c.md', 'd.txt', 'e.md', 'f.md'] as const;

/**
 * State `n`: one file is always there, the others come and go.
 *
 * @param isLong so much new text that its words are committed before its vectors
 */
export function notesOf(state: number, isLong: boolean): Readonly<Record<string, string>> {
  const notes: Record<string, string> = {};
  for (const [at, name] of fileNames.entries()) {
    if (at > 0 && (state + at) % 3 === 0) continue;
    const filling = `State ${state} says that ${name} has text ${at}. `;
    notes[name] =
      `# Note ${name}\n\nState ${state} of the note.\n\n${filling.repeat(isLong ? 2_300 : 4)}\n`;
  }
  return notes;
}
