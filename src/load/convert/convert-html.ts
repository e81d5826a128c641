/** A web page that was saved. */
import { parseHTML } from 'linkedom';
import { decodeHtml } from '../decode-html.ts';
import { checkTags } from './check-tags.ts';
import type { Convert } from './contract.ts';
import { escapeMarkdown } from './escape-markdown.ts';
import { htmlToMarkdown } from './html-to-markdown.ts';
import { readablePart } from './readable-part.ts';

export const convertHtml: Convert = async (bytes) => {
  const html = withBody(withFramesOpened(decodeHtml(bytes, 'page')));
  checkTags(html);
  const { document } = parseHTML(html);
  const named = clean(document.querySelector('title')?.textContent);
  const heading = clean(document.querySelector('h1')?.textContent);
  const title = heading !== undefined && named?.includes(heading) ? heading : named;
  const language = document.documentElement?.getAttribute('lang') ?? undefined;
  const author = clean(document.querySelector('meta[name=author]')?.getAttribute('content'));
  const text = htmlToMarkdown(readablePart(document));
  return {
    text: text.trim() === '' ? '' : withTitle(text, title),
    ...(title && { title }),
    metadata: { ...(author && { author }), ...(language && { language }) },
    notices: [],
  };
};

/** A page of frames has its words in what it shows where there are none. */
function withFramesOpened(html: string): string {
  return /<frameset\b/i.test(html)
    ? html.replace(/<\/?(?:frameset|noframes|frame)\b[^>]*>/gi, '')
    : html;
}

/** Tags that a page may leave out, and this parser does not add. */
function withBody(html: string): string {
  if (/<body\b/i.test(html)) return html;
  const head = /<\/head\s*>/i.exec(html) ?? /<html\b[^>]*>/i.exec(html);
  const at = head === null ? 0 : head.index + head[0].length;
  const before = head === null ? '<html>' : html.slice(0, at);
  return `${before}<body>${html.slice(at).replace(/<\/html\s*>/i, '')}</body></html>`;
}

function withTitle(text: string, title: string | undefined): string {
  return title === undefined || /^# /m.test(text) ? text : `# ${escapeMarkdown(title)}\n\n${text}`;
}

/** Signs that link to a heading are no part of it. */
function clean(text: string | null | undefined): string | undefined {
  const bare = text?.replace(/\s+/g, ' ').replace(/¶\s*$/, '').trim();
  return bare === '' ? undefined : bare;
}
