import type { ScannedBlock } from './scan-markdown.ts';

/** Paragraphs of a plain text: runs of lines between blank lines. Lines are its cuts. */
export function scanText(text: string): ScannedBlock[] {
  const blocks: ScannedBlock[] = [];
  for (const match of text.matchAll(/\S(?:(?!\r?\n[^\S\r\n]*\r?\n)[\s\S])*/g)) {
    const content = match[0].trimEnd();
    const cuts = [...content.matchAll(/\n(?=\S)/g)].map(
      (newline) => match.index + newline.index + 1,
    );
    blocks.push({ kind: 'paragraph', start: match.index, end: match.index + content.length, cuts });
  }
  return blocks;
}
