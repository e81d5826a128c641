/** YAML between `---` lines at the start of a Markdown file. Read as plain data, never evaluated. */
import { parse } from 'yaml';
import { z } from 'zod';

export interface FrontMatter {
  /** Offset at which the body begins; 0 without front matter. */
  readonly bodyStart: number;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly title: string | undefined;
  /** Retrieval keys by heading. */
  readonly keys: ReadonlyMap<string, readonly string[]>;
}

const opening = /^---[ \t]*\r?\n/;
const closing = /^---[ \t]*(?:\r?\n|$)/m;
const titleSchema = z.string().trim().min(1);
const keysSchema = z.record(z.string(), z.array(z.string()));

/**
 * Front matter that is not a YAML mapping still ends where its closing line stands, and counts as
 * empty: a mistake in it must not hide the document.
 */
export function readFrontMatter(text: string): FrontMatter {
  const start = opening.exec(text)?.[0].length;
  const end = start === undefined ? null : closing.exec(text.slice(start));
  if (start === undefined || end === null) {
    return { bodyStart: 0, metadata: {}, title: undefined, keys: new Map() };
  }
  const metadata = parseMapping(text.slice(start, start + end.index));
  const title = titleSchema.safeParse(metadata['title']);
  const keys = keysSchema.safeParse(metadata['questions']);
  return {
    bodyStart: start + end.index + end[0].length,
    metadata,
    title: title.success ? title.data : undefined,
    keys: new Map(keys.success ? Object.entries(keys.data) : []),
  };
}

function parseMapping(yaml: string): Record<string, unknown> {
  try {
    const value: unknown = parse(yaml);
    // Through JSON: what refers to itself is no metadata, and what is stored must be what was read.
    return z.record(z.string(), z.unknown()).parse(JSON.parse(JSON.stringify(value)));
  } catch {
    return {};
  }
}
