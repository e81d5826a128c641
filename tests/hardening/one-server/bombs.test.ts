import { afterAll, describe, expect, inject, it } from 'vitest';
import { UserInputError } from '../../../src/errors.ts';
import { type Converter, createConverter } from '../../../src/load/converter.ts';
import { isArchiveName, mediaTypeOf } from '../../../src/load/media-type.ts';
import { scanMarkdown } from '../../../src/load/scan-markdown.ts';
import { scanText } from '../../../src/load/scan-text.ts';
import { bombs } from '../bombs.ts';
import { converterChild, peakBytes, processorMs } from '../child-figures.ts';
import { hasProc, megabytes } from '../process-figures.ts';
import { reportFigure, reportZero, sizeOf } from '../tier.ts';

/** What is asked of each. */
const mostMs = 10_000;
/** On a machine that does other work the child waits for the processor, and is given longer. */
const longestWait = 3;
const mostChildBytes = 350_000_000;
const mostLagMs = 100;
/** How far from it a machine that does other work may be. */
const slack = sizeOf(4, 1);
const sampleMs = 5;

const tried = sizeOf(
  bombs.filter((_bomb, at) => at % 2 === 0),
  bombs,
);

interface Ending {
  readonly name: string;
  readonly outcome: string;
  readonly ms: number;
  /** Processor time of the child. */
  readonly workedMs: number;
  readonly childBytes: number;
  readonly lagMs: number;
}

describe('small files that unfold', () => {
  const converter = createConverter();
  const endings: Ending[] = [];
  const bodies = ({ outcome, ms, workedMs, childBytes, lagMs }: Ending): string =>
    `${Math.round(ms)} ms, worked ${workedMs} ms, ${megabytes(childBytes)}, lag ${Math.round(lagMs)} ms: ${outcome}`;

  afterAll(() => {
    converter.close();
    const worst = (of: (ending: Ending) => number) => Math.max(...endings.map(of));
    reportZero({
      what: 'Bombs that outlived 10 s, or were neither read nor refused',
      n: endings.length,
      failures: endings.filter(
        ({ workedMs, outcome }) => workedMs > mostMs || outcome.startsWith('fault'),
      ).length,
    });
    reportFigure({
      figure: 'Longest work on a bomb, processor time of the child',
      asked: '<= 10 s',
      measured: `${(worst(({ workedMs }) => workedMs) / 1_000).toFixed(1)} s`,
    });
    reportFigure({
      figure: 'Memory of the child at its greatest',
      asked: '<= 350 MB',
      measured: megabytes(worst(({ childBytes }) => childBytes)),
    });
    reportFigure({
      figure: 'Lag of the main loop at its greatest, bombs',
      asked: '<= 100 ms',
      measured: `${Math.round(worst(({ lagMs }) => lagMs))} ms`,
    });
  });

  it('are 30 or more', () => {
    expect(tried.length).toBeGreaterThanOrEqual(30);
  });

  it.each(tried)('ends $name in time', async ({ name, make }) => {
    const bytes = Buffer.from(make() as string);
    await warm(converter);
    await new Promise((resolve) => setTimeout(resolve, 50));
    const figures = watch();
    const started = performance.now();
    const outcome = await endingOf(converter, bytes, name);
    const ms = performance.now() - started;
    const ending = { name, outcome, ms, ...figures.stop() };
    endings.push(ending);
    if (process.env['SHOW']) console.log(`${name}: ${bodies(ending)}`);
    expect(ending.outcome).not.toContain('fault');
    expect(hasProc ? ending.workedMs : ms).toBeLessThanOrEqual(mostMs);
    expect(ms).toBeLessThanOrEqual(longestWait * mostMs);
    if (hasProc) expect(ending.childBytes).toBeLessThanOrEqual(mostChildBytes);
    expect(ending.lagMs).toBeLessThanOrEqual(mostLagMs * slack);
  });

  it('lets a question be answered while one is read', async () => {
    const [bomb] = bombs.filter(({ name }) => name === 'flate-once.pdf');
    const bytes = Buffer.from(bomb!.make() as string);
    const [answer] = await Promise.all([
      fetch(`${inject('server').url}/api/chat`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ question: 'How does LoRA save memory?', stream: true }),
      }).then((response) => response.text()),
      endingOf(converter, bytes, bomb!.name),
    ]);
    expect(answer).toContain('LoRA');
  });
});

describe('texts that are read in this process', () => {
  const million = 1_000_000;
  it.each([
    ['brackets', '['.repeat(million)],
    ['stars', '*'.repeat(million)],
    ['stars and spaces', '* '.repeat(million)],
    ['backticks', '`'.repeat(million)],
    ['backticks in lines', '`\n'.repeat(million)],
    ['fences that open', '```\n~~~\n'.repeat(200_000)],
    [
      'fences of growing length',
      Array.from({ length: 1_400 }, (_, at) => '`'.repeat(at + 3)).join('\n'),
    ],
    ['fences in items', '- a\n\n  ```\n'.repeat(100_000)],
    ['nested lists', Array.from({ length: 2_000 }, (_, at) => `${' '.repeat(at)}- a`).join('\n')],
    ['nested quotes', `${'> '.repeat(million)}a`],
    ['quotes', '> a\n'.repeat(500_000)],
    ['items', '- a\n'.repeat(500_000)],
    ['items with blank lines', '- a\n\n'.repeat(400_000)],
    ['blank lines', `- a${'\n'.repeat(2 * million)}`],
    ['formulas that open', '$$\n\n'.repeat(300_000)],
    ['formula lines', '$$ a\n'.repeat(300_000)],
    ['comments that open', '<!--\n\n'.repeat(300_000)],
    ['tags', '<div>\n\n'.repeat(300_000)],
    ['pipes', `${'|'.repeat(million)}\n${'|'.repeat(million)}`],
    ['table rows', `a|b\n-|-\n${'a|b\n'.repeat(400_000)}`],
    ['delimiters', '-|-\n'.repeat(400_000)],
    ['a long delimiter', `|${'-|'.repeat(500_000)}\n|${'-|'.repeat(500_000)}x`],
    ['dashes', '-'.repeat(million)],
    ['rules with an end', `${'- '.repeat(million)}x`],
    ['closing marks', `# a${' #'.repeat(500_000)}x`],
    ['spaces in a heading', `# a${' '.repeat(million)}x`],
    ['headings', '# a\n'.repeat(300_000)],
    ['underlines', 'a\n=\n'.repeat(300_000)],
    ['emphasis in a heading', `# ${'**a'.repeat(300_000)}`],
    ['links in a heading', `# ${'[a]('.repeat(200_000)}`],
    ['brackets in a heading', `# ${'['.repeat(300_000)}`],
    ['tabs', '\t'.repeat(million)],
    ['numbers', '1. '.repeat(500_000)],
  ])('are scanned in linear time: %s', (_, text) => {
    const started = performance.now();
    scanMarkdown(text);
    const ms = performance.now() - started;
    if (process.env['SHOW']) console.log(`${_}: ${Math.round(ms)} ms, ${text.length}`);
    expect(ms).toBeLessThan(4_000);
  });

  it.each([
    ['lines', 'a\n'.repeat(million)],
    ['blank lines', '\n'.repeat(2 * million)],
    ['lines of spaces', ' \n'.repeat(million)],
    ['carriage returns', '\r'.repeat(2 * million)],
    ['spaces', `a${' '.repeat(2 * million)}b`],
    ['lines and spaces', `a\n${' '.repeat(2 * million)}b`],
  ])('are scanned as text in linear time: %s', (_, text) => {
    const started = performance.now();
    scanText(text);
    const ms = performance.now() - started;
    if (process.env['SHOW']) console.log(`${_}: ${Math.round(ms)} ms`);
    expect(ms).toBeLessThan(4_000);
  });
});

/** Starting is not part of the time that is measured. */
async function warm(converter: Converter): Promise<void> {
  await converter.convert(Buffer.from('a,b\n1,2\n'), 'warm.csv', 'text/csv');
}

async function endingOf(converter: Converter, bytes: Buffer, name: string): Promise<string> {
  try {
    if (isArchiveName(name)) {
      const entries = await converter.list(bytes, name);
      const names = entries.slice(0, 20).map((entry) => entry.name);
      const files = await converter.extract(bytes, name, names);
      return `read ${files.size} of ${entries.length} files`;
    }
    const { text } = await converter.convert(bytes, name, mediaTypeOf(name));
    return `read ${text.length} characters`;
  } catch (error) {
    return error instanceof UserInputError ? `refused: ${error.message}` : `fault: ${error}`;
  }
}

function watch(): { stop(): Pick<Ending, 'childBytes' | 'lagMs' | 'workedMs'> } {
  let child: number | undefined;
  let workedBefore = 0;
  let workedMs = 0;
  let childBytes = 0;
  let lagMs = 0;
  let last = performance.now();
  let lastUsage = process.cpuUsage();
  const look = () => {
    const now = performance.now();
    const { user, system } = process.cpuUsage(lastUsage);
    // What this process did not use of the time it waited for the processor, or for its next turn.
    lagMs = Math.max(lagMs, Math.min(now - last - sampleMs, (user + system) / 1_000));
    last = now;
    lastUsage = process.cpuUsage();
    if (hasProc && child === undefined) {
      child = converterChild();
      workedBefore = child === undefined ? 0 : processorMs(child);
    }
    if (child === undefined) return;
    childBytes = Math.max(childBytes, peakBytes(child));
    workedMs = Math.max(workedMs, processorMs(child) - workedBefore);
  };
  look();
  const timer = setInterval(look, sampleMs);
  return {
    stop: () => {
      clearInterval(timer);
      look();
      return { childBytes, lagMs, workedMs };
    },
  };
}
