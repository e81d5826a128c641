/** Plain words -> Markdown that shows them as they are. */
import { stringifyMarkdown } from './stringify-markdown.ts';

/** One line; white space at its ends goes. */
export function escapeMarkdown(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  if (line === '') return '';
  const paragraph = {
    type: 'paragraph' as const,
    children: [{ type: 'text' as const, value: line }],
  };
  return stringifyMarkdown({ type: 'root', children: [paragraph] }).trim();
}
