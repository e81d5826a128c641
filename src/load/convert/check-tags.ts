/** Looks at the tags of a web page before a parser does: one that nests without end would be read for as long. */
import { UserInputError } from '../../errors.ts';

/** Written pages stay below a hundred; parsers take more than linear time, and then fail. */
export const tagCaps = { depth: 1_000, tags: 400_000, attributesInTag: 2_000 } as const;

const tag = /<(\/?)([a-zA-Z][^\s/>]*)((?:"[^"]*"|'[^']*'|[^"'<>])*)>?/g;
/** Elements that end by themselves, or where the next of their kind begins. */
const selfEnding =
  /^(?:area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr|p|li|dt|dd|option|tr|td|th|thead|tbody|tfoot)$/;

/** @throws UserInputError when there are more or deeper tags than {@link tagCaps} */
export function checkTags(html: string): void {
  let depth = 0;
  let tags = 0;
  for (const [, closing, name, rest = ''] of html.matchAll(tag)) {
    tags += 1;
    if (rest.length > tagCaps.attributesInTag && rest.split('=').length > tagCaps.attributesInTag) {
      throw new UserInputError(
        `holds an element with more than ${tagCaps.attributesInTag} attributes; save it again`,
      );
    }
    if (!selfEnding.test(name!.toLowerCase()) && !rest.endsWith('/')) depth += closing ? -1 : 1;
    if (depth < 0) depth = 0;
    if (tags > tagCaps.tags || depth > tagCaps.depth) {
      throw new UserInputError(
        `holds more than ${tagCaps.tags} tags, or deeper ones than ${tagCaps.depth}; split it, or save it again`,
      );
    }
  }
}
