import { readFileSync } from 'node:fs';

const corpus = new URL('../../corpus/', import.meta.url);

/**
 * True when the body of the note `corpus/<slug>.md` holds `text`, whatever the line breaks between its words.
 * Throws when there is no such note.
 */
export function noteSays(slug: string, text: string): boolean {
  const body = readFileSync(new URL(`${slug}.md`, corpus), 'utf8').replace(
    /^---\n[\s\S]*?\n---\n/,
    '',
  );
  return squeeze(body).includes(squeeze(text));
}

function squeeze(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
