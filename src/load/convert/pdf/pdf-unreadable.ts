/** Whether the text of a page is what people wrote: some fonts do not say which letters they show. */

/** Characters below which a page is too short to tell. */
const leastChars = 60;
const leastLetters = 200;
/** In every language of Latin letters more are vowels. */
const leastVowels = 0.17;

export function isUnreadable(text: string): boolean {
  const chars = text.replace(/\s/g, '').length;
  if (chars < leastChars) return false;
  const lost = text.match(/[\p{Co}\p{Cc}\p{Cn}\ufffd]/gu)?.filter((char) => /\S/.test(char)) ?? [];
  if (lost.length > 0.2 * chars) return true;
  const latin = text.match(/\p{Script=Latin}/gu) ?? [];
  if (latin.length < leastLetters || latin.length < 0.3 * chars) return false;
  const vowels =
    latin
      .join('')
      .normalize('NFD')
      .match(/[aeiouy]/gi) ?? [];
  return vowels.length < leastVowels * latin.length;
}
