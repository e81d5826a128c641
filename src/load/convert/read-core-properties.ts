/** Title, author and date out of an Office file's `docProps/core.xml`. */
import { descendants, parseXml, textOf } from './parse-xml.ts';

export interface CoreProperties {
  readonly title: string | undefined;
  readonly metadata: Record<string, string>;
}

export function readCoreProperties(entries: ReadonlyMap<string, Uint8Array>): CoreProperties {
  const bytes = entries.get('docProps/core.xml');
  if (bytes === undefined) return { title: undefined, metadata: {} };
  const xml = parseXml(bytes);
  const valueNamed = (name: string): string | undefined => {
    const [element] = descendants(xml, name);
    return (element && textOf(element).trim()) || undefined;
  };
  const author = valueNamed('creator');
  const updated = valueNamed('modified');
  return {
    title: valueNamed('title'),
    metadata: { ...(author && { author }), ...(updated && { updated }) },
  };
}
