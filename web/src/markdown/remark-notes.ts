/** remark plugin: the Markdown of notes, which is GitHub's, with a place in the source for each text. */
import remarkGfm from 'remark-gfm';
import type { Processor } from 'unified';

interface FromMarkdownExtension {
  transforms?: unknown;
}

/**
 * Like `remark-gfm`, less its search for addresses in finished texts: that cuts a text into nodes
 * that know no place, so that no mark can be set on them. Addresses that the parser sees stay links.
 */
export function remarkNotes(this: Processor): void {
  (remarkGfm as (this: Processor) => void).call(this);
  const settings = this.data() as { fromMarkdownExtensions?: unknown[] };
  settings.fromMarkdownExtensions = settings.fromMarkdownExtensions?.flat().map((extension) => {
    const { transforms: _transforms, ...rest } = extension as FromMarkdownExtension;
    return rest;
  }) as unknown[];
}
