/** A web page -> the part of it that is to be read, without menus, banners and advertisements. */
import { Readability } from '@mozilla/readability';
import type { parseHTML } from 'linkedom';

type Page = ReturnType<typeof parseHTML>['document'];
type PageElement = NonNullable<ReturnType<Page['querySelector']>>;

/** Never part of a text, wherever they stand. */
const never =
  'nav, script, style, noscript, template, dialog, [hidden], [role=navigation], [role=banner], [role=search], [role=dialog], [role=alertdialog], [role=contentinfo]';
const banner = /cookie|consent|gdpr|newsletter|advert|\bads?\b|promo|share-|social/i;
/** Menus by another name: dropped where most of their words are links. */
const asides =
  'aside, header, footer, menu, [role=complementary], [class*=sidebar], [id*=sidebar], [class*=related], [class*=menu], [class*=toc], [id*=toc]';
/** Share of linked words above which a part is a menu. */
const menuShare = 0.4;
/** Share of linked words in a page above which its text must be looked for. */
const pageShare = 0.3;

/** HTML of what is to be read. The page is changed on the way. */
export function readablePart(page: Page): string {
  const { body } = page;
  if (!body) return page.toString();
  for (const element of body.querySelectorAll(never)) element.remove();
  const small = wordsOf(body) / 3;
  for (const element of body.querySelectorAll('[class], [id]')) {
    const names = `${element.getAttribute('class') ?? ''} ${element.getAttribute('id') ?? ''}`;
    if (banner.test(names) && wordsOf(element) < small) element.remove();
  }
  for (const element of body.querySelectorAll(asides)) {
    if (linkedShare(element) > menuShare) element.remove();
  }
  const main = body.querySelector('main, [role=main]') ?? onlyArticle(body);
  if (main !== null && wordsOf(main) > 0) return main.innerHTML;
  for (const element of body.querySelectorAll('footer')) {
    if (element.closest('blockquote, article') === null) element.remove();
  }
  const whole = body.innerHTML;
  if (linkedShare(body) <= pageShare) return whole;
  return new Readability(page, { keepClasses: true }).parse()?.content || whole;
}

function onlyArticle(body: PageElement): PageElement | null {
  const [article, ...more] = body.querySelectorAll('article');
  return article !== undefined && more.length === 0 ? article : null;
}

function wordsOf(element: PageElement): number {
  return (element.textContent ?? '').replace(/\s+/g, '').length;
}

function linkedShare(element: PageElement): number {
  const words = wordsOf(element);
  if (words === 0) return 0;
  let linked = 0;
  for (const link of element.querySelectorAll('a[href]')) linked += wordsOf(link);
  return linked / words;
}
