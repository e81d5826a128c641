import { describe, expect, it } from 'vitest';
import { readFrontMatter } from '../../../src/load/front-matter.ts';

const body = (text: string): string => text.slice(readFrontMatter(text).bodyStart);

describe('readFrontMatter', () => {
  it('reads metadata, title and keys', () => {
    const text = '---\ntitle: " GANs "\ntopic: models\nquestions:\n  Loss: [a, b]\n---\n# GANs\n';
    const front = readFrontMatter(text);
    expect(front.title).toBe('GANs');
    expect(front.metadata['topic']).toBe('models');
    expect(front.keys).toEqual(new Map([['Loss', ['a', 'b']]]));
    expect(text.slice(front.bodyStart)).toBe('# GANs\n');
  });

  it.each([
    '',
    'No front matter',
    '\n---\na: 1\n---\n',
    '--- x\n---\n',
    '---\na: 1\n# never closed',
  ])('finds none in %j', (text) => {
    expect(readFrontMatter(text)).toEqual({
      bodyStart: 0,
      metadata: {},
      title: undefined,
      keys: new Map(),
    });
  });

  it('reads CRLF line ends', () => {
    const text = '---\r\ntitle: A\r\n---\r\nBody';
    expect(readFrontMatter(text).title).toBe('A');
    expect(body(text)).toBe('Body');
  });

  it('ends at the end of the text', () => {
    expect(body('---\ntitle: A\n---')).toBe('');
  });

  it('ends at the first closing line, empty front matter included', () => {
    expect(body('---\n---\nBody\n---\n')).toBe('Body\n---\n');
  });

  it.each(['a: [1', '- a list', 'just words', '@@@: {', '42'])(
    'counts %j as empty and keeps the body',
    (yaml) => {
      const text = `---\n${yaml}\n---\nBody`;
      expect(readFrontMatter(text).metadata).toEqual({});
      expect(body(text)).toBe('Body');
    },
  );

  it.each(['title: 7', 'title: ""', 'title: [a]'])('takes no title from %j', (yaml) => {
    expect(readFrontMatter(`---\n${yaml}\n---\n`).title).toBeUndefined();
  });

  it('takes no keys from questions of another shape', () => {
    expect(readFrontMatter('---\nquestions: [a, b]\n---\n').keys.size).toBe(0);
  });
});
