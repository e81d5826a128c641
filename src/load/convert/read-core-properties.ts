/** Title, author and date out of an Office file's `docProps/core.xml`. */
import { parseXml } from './parse-xml.ts';

export interface CoreProperties {
  readonly title: string | undefined;
  readonly metadata: Record<string, string>;
}

export function readCoreProperties(entries: ReadonlyMap<string, Uint8Array>): CoreProperties {
  const bytes = entries.get('docProps/core.xml');
  if (bytes === undefined) return { title: undefined, metadata: {} };
  const xml = parseXml(bytes);
  const textOf = (tag: string): string | undefined => {
    const text = xml.getElementsByTagName(tag)[0]?.textContent?.trim();
    return text === '' ? undefined : text;
  };
  const author = textOf('dc:creator');
  const updated = textOf('dcterms:modified');
  return {
    title: textOf('dc:title'),
    metadata: { ...(author && { author }), ...(updated && { updated }) },
  };
}
