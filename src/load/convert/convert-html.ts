/** A web page that was saved: what is to be read of it, without menus and advertisements. */
import { Readability } from '@mozilla/readability';
import { parseHTML } from 'linkedom';
import { decodeText } from '../decode-text.ts';
import type { Convert } from './contract.ts';
import { htmlToMarkdown } from './html-to-markdown.ts';

/** Characters below which an extract has missed the page: then all of it is taken. */
const leastExtract = 200;

export const convertHtml: Convert = async (bytes) => {
  const html = decodeText(bytes, 'page');
  const { document } = parseHTML(html);
  const title = clean(document.querySelector('title')?.textContent);
  const language = document.documentElement?.getAttribute('lang') ?? undefined;
  const whole = document.body?.innerHTML ?? html;
  const article = new Readability(document, { keepClasses: true }).parse();
  const extract = article?.content ? htmlToMarkdown(article.content) : '';
  const text = extract.length < leastExtract ? htmlToMarkdown(whole) : extract;
  const byline = clean(article?.byline);
  return {
    text: withTitle(text, article?.title ?? title),
    ...(title && { title }),
    metadata: { ...(byline && { author: byline }), ...(language && { language }) },
    notices: [],
  };
};

/** The extract begins below the page's heading. */
function withTitle(text: string, title: string | null | undefined): string {
  const heading = clean(title);
  return heading === undefined || /^# /m.test(text) ? text : `# ${heading}\n\n${text}`;
}

function clean(text: string | null | undefined): string | undefined {
  const bare = text?.replace(/\s+/g, ' ').trim();
  return bare === '' ? undefined : bare;
}
