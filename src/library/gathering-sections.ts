/**
 * Sections that gather short statements on many matters, by their headings: a glossary, a summary,
 * lists of misconceptions. They match every question a little and seldom answer it best
 * (docs/decisions/0017-gathering-sections.md).
 */
const heading =
  /^(?:in an interview|misconceptions|summary|recap|conclusions?|key takeaways|glossary)$/i;

export function isGathering(headingPath: readonly string[]): boolean {
  return headingPath.some((one) => heading.test(one.trim()));
}
