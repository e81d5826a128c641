import { describe, expect, it } from 'vitest';
import { loadDocument } from '../../../src/load/load-document.ts';
import { type SuggestionSource, Suggestions } from '../../../src/suggest/suggestions.ts';

const names = ['Gradients', 'Tokens', 'Chunking', 'Reranking'];
const documents = names.map((name) =>
  loadDocument({
    uri: `${name}.md`,
    mediaType: 'text/markdown',
    bytes: new TextEncoder().encode(
      `---\nquestions:\n  ${name}: ["What are ${name.toLowerCase()} for?"]\n---\n# ${name}\n\nText.\n`,
    ),
  }),
);

const sourceOf = (name: string, isAnswered = async (_question: string) => true) => {
  const asked: string[] = [];
  const source: SuggestionSource = {
    name,
    documentIds: async () => documents.map(({ id }) => id),
    read: async (ids) => documents.filter(({ id }) => ids.includes(id)),
    isAnswered: async (question) => {
      asked.push(question);
      return isAnswered(question);
    },
  };
  return { source, asked };
};

describe('Suggestions', () => {
  it('leaves out what is not answered', async () => {
    const { source } = sourceOf('1', async (question) => !question.includes('tokens'));
    const drawn = await new Suggestions(() => 0.5).draw(source, 4);
    expect(drawn).toHaveLength(3);
    expect(drawn.join(' ')).not.toContain('tokens');
  });

  it('asks each question once, however often and at once it is called', async () => {
    const { source, asked } = sourceOf('1');
    const suggestions = new Suggestions(() => 0.5);
    const [two, three] = await Promise.all([
      suggestions.draw(source, 2),
      suggestions.draw(source, 3),
    ]);
    expect(three.slice(0, 2)).toEqual(two);
    expect(asked).toEqual(three);
  });

  it('goes on in the next call where few are answered, and forgets the parts that were asked long ago', async () => {
    const { source, asked } = sourceOf('1', async (question) => question.includes('tokens'));
    const suggestions = new Suggestions(() => 0.5);
    await suggestions.draw(source, 1);
    await suggestions.draw(source, 1);
    expect(asked).toHaveLength(new Set(asked).size);
    for (let part = 2; part <= 8; part += 1) await suggestions.draw(sourceOf(`${part}`).source, 1);
    const before = asked.length;
    await suggestions.draw(source, 1);
    expect(asked).toHaveLength(before);
    await suggestions.draw(sourceOf('9').source, 1);
    await suggestions.draw(source, 1);
    expect(asked.length).toBeGreaterThan(before);
  });

  it('begins anew with another state of the library', async () => {
    const suggestions = new Suggestions(() => 0.5);
    await suggestions.draw(sourceOf('1').source, 2);
    const { source, asked } = sourceOf('2');
    await suggestions.draw(source, 2);
    expect(asked).toHaveLength(2);
  });

  it('draws again after a failure', async () => {
    const suggestions = new Suggestions(() => 0.5);
    const failing = sourceOf('1', async () => {
      throw new Error('The encoder is gone.');
    });
    await expect(suggestions.draw(failing.source, 1)).rejects.toThrow('The encoder is gone.');
    expect(await suggestions.draw(sourceOf('1').source, 1)).toHaveLength(1);
  });
});
