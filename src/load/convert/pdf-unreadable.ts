/** Whether the text of a page is what people wrote: some fonts do not say which letters they show. */

/** Characters below which a page is too short to tell. */
const leastChars = 60;
const leastLetters = 200;
/** In every language of Latin letters more are vowels. */
const leastVowels = 0.17;

export function isUnreadable(text: string): boolean {
  const chars = [...text.replace(/\s/g, '')];
  if (chars.length < leastChars) return false;
  const lost = chars.filter((char) => /[\p{Co}\p{Cc}\p{Cn}\ufffd]/u.test(char)).length;
  if (lost > 0.2 * chars.length) return true;
  const latin = chars.filter((char) => /\p{Script=Latin}/u.test(char));
  if (latin.length < leastLetters || latin.length < 0.3 * chars.length) return false;
  const vowels = latin.filter((char) => /[aeiouy]/i.test(char.normalize('NFD'))).length;
  return vowels < leastVowels * latin.length;
}
