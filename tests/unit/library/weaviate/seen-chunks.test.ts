import { describe, expect, it } from 'vitest';
import type { DocumentHead } from '../../../../src/library/weaviate/head.ts';
import type { LibraryView } from '../../../../src/library/weaviate/library-view.ts';
import { SeenChunks } from '../../../../src/library/weaviate/seen-chunks.ts';

/** A view of these versions by document id, which change when the test says so. */
function viewOf(versions: Record<string, string>): LibraryView {
  const heads = async (asked: ReadonlyMap<string, unknown>) =>
    new Map(
      [...asked.keys()].flatMap((id) => {
        const version = versions[id];
        const head = { id, uri: `${id}.md`, version } as DocumentHead;
        return version === undefined ? [] : [[id, head] as const];
      }),
    );
  return { heads } as unknown as LibraryView;
}

const chunk = (documentId: string, version: string, number: number, terms = 'a b a') => ({
  uuid: `${documentId} ${version} ${number}`,
  properties: {
    ...{ documentId, version, terms },
    place: JSON.stringify({
      ...{ number, chunkId: `${documentId}${number}`, start: 0, end: 1 },
      ...{ sectionStart: 0, sectionEnd: 1, headingPath: [], headingLength: 0 },
    }),
  },
});

describe('the chunks that a question has met', () => {
  it('are those of the version that is seen', async () => {
    const seen = new SeenChunks(viewOf({ one: 'v2', two: 'v1' }));
    const objects = [chunk('one', 'v1', 0), chunk('one', 'v2', 0), chunk('two', 'v1', 0)];
    const current = await seen.current([...objects, chunk('gone', 'v1', 0)]);
    expect(current.map(({ uuid }) => uuid)).toEqual(['one v2 0', 'two v1 0']);
  });

  it('keep to the version in which a document was met first', async () => {
    const versions: Record<string, string> = { one: 'v1' };
    const seen = new SeenChunks(viewOf(versions));
    await seen.current([chunk('one', 'v1', 0)]);
    versions['one'] = 'v2';
    expect((await seen.documentOf('one'))?.version).toBe('v1');
    const current = await seen.current([chunk('one', 'v2', 1), chunk('one', 'v1', 1)]);
    expect(current.map(({ uuid }) => uuid)).toEqual(['one v1 1']);
  });

  it('have ordinals in the order of their documents, and keep them', async () => {
    const seen = new SeenChunks(viewOf({ b: 'v', a: 'v' }));
    const first = await seen.current([chunk('b', 'v', 3), chunk('a', 'v', 7), chunk('a', 'v', 2)]);
    seen.note(first);
    const ordinal = (uuid: string) => seen.ordinalOf(uuid)!;
    expect(ordinal('a v 2')).toBeLessThan(ordinal('a v 7'));
    expect(ordinal('a v 7')).toBeLessThan(ordinal('b v 3'));
    const before = ordinal('a v 7');
    seen.note(await seen.current([chunk('a', 'v', 5), chunk('a', 'v', 7)]));
    expect(ordinal('a v 7')).toBe(before);
    expect(ordinal('a v 5')).toBeGreaterThan(ordinal('a v 2'));
    expect(ordinal('a v 5')).toBeLessThan(before);
    expect(seen.at(before)).toMatchObject({ place: { number: 7 }, length: 3 });
    expect(seen.at(before).counts).toEqual(
      new Map([
        ['a', 2],
        ['b', 1],
      ]),
    );
  });

  it('may be of more documents than 32 bits would number', async () => {
    const ids = Array.from({ length: 400 }, (_, at) => `d${at}`);
    const seen = new SeenChunks(viewOf(Object.fromEntries(ids.map((id) => [id, 'v']))));
    seen.note(await seen.current(ids.map((id) => chunk(id, 'v', 1))));
    expect(new Set(ids.map((id) => seen.ordinalOf(`${id} v 1`))).size).toBe(400);
  });
});
