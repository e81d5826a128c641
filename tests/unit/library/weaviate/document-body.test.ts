import { describe, expect, it } from 'vitest';
import { IndexCorruptError } from '../../../../src/errors.ts';
import {
  decodeBody,
  documentOf,
  encodeBody,
} from '../../../../src/library/weaviate/document-body.ts';
import { loadText } from '../../../../src/load/load-document.ts';
import { hashBytes } from '../../../../src/text/hash.ts';

function documentWith(text: string) {
  const { blocks: _, ...document } = loadText({
    ...{ id: 'id', uri: 'a.md', mediaType: 'text/markdown', title: 'A', text },
    ...{ contentHash: hashBytes(text), sections: [], metadata: {} },
  } as never);
  return document;
}

describe('the body of a document', () => {
  it('comes back as it was, in however many parts', () => {
    // A pair of surrogates on every second place: no cut may part one.
    const document = documentWith(`# Täglich\n\n${'🍎x'.repeat(800_000)}`);
    const { parts } = encodeBody(document, []);
    expect(parts.length).toBeGreaterThan(1);
    for (const part of parts) {
      expect(Buffer.from(part, 'utf8').toString('utf8') === part).toBe(true);
    }
    expect(documentOf(decodeBody(parts, 'a.md'))).toEqual(document);
  });

  it('has another version as soon as anything in it differs', () => {
    const document = documentWith('# A\n\nText.');
    const versions = [
      encodeBody(document, []),
      encodeBody({ ...document, title: 'B' }, []),
      encodeBody({ ...document, metadata: { topic: 'x' } }, []),
    ].map(({ version }) => version);
    expect(new Set(versions).size).toBe(3);
    expect(encodeBody(documentWith('# A\n\nText.'), []).version).toBe(versions[0]);
  });

  it('is refused where a part is missing or torn', () => {
    expect(() => decodeBody(['{"id":'], 'a.md')).toThrow(IndexCorruptError);
    expect(() => decodeBody(['{}'], 'a.md')).toThrow('"a.md"');
  });
});
