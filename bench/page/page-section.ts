/** What was measured of the page -> its section of docs/benchmarks.md. */
import { median } from '../side-by-side.ts';
import type { AskingFigures, ReadingFigures } from './figures.ts';
import type { Kind, Weight } from './first-view.ts';
import type { Scrolled } from './scrolling.ts';
import { quantile, spreadOf } from './spread.ts';

export const pageHeading = '## The page';

/** A frame that takes longer is seen as a stop. */
const longFrameMs = 50;

export function pageSection(
  browser: string,
  load: string,
  { firstViews, answers, turns, scrolled: conversation }: AskingFigures,
  { bytes, firstTexts, citations, scrolled: document }: ReadingFigures,
): string {
  const size = `${Math.round(bytes / 1000)} kB`;
  const rows: readonly (readonly [string, readonly number[]])[] = [
    ['address to first text, nothing cached', firstViews.map(({ painted }) => painted)],
    ['address to a usable question field', firstViews.map(({ usable }) => usable)],
    ['Enter to the first sentence', answers.map(({ firstSentence }) => firstSentence)],
    ['Enter to the whole answer', answers.map(({ whole }) => whole)],
    ["of it the server's own `totalMs`", answers.map(({ server }) => server)],
    ['of it everything else', answers.map(({ whole, server }) => whole - server)],
    [`document of ${size}, address to its first text`, firstTexts],
    ['the same, to a citation in its middle in sight', citations.map(({ read }) => read.seen)],
    ['the same, until it stands still', citations.map(({ read }) => read.still)],
    ['"As in the file" pressed, to the text', citations.map(({ file }) => file.text)],
    ['the same, to the citation in sight', citations.map(({ file }) => file.seen)],
    ['the same, until it stands still', citations.map(({ file }) => file.still)],
  ];
  const timeRows = rows.map(
    ([what, times]) => `| ${what} | ${spreadOf(times)} | ${times.length} |`,
  );
  const weightRows = Object.entries(firstViews[0]?.weights ?? {}).map(([kind, weight]) =>
    weightRow(kind as Kind, weight),
  );
  return `${pageHeading}

Made by \`npm run bench -- page\`: Chromium ${browser} without a screen and without a GPU, 1280 by 800, over
loopback, a fresh context for each run. Median, and in brackets the least and the most. Times are of the
first frame that has the thing, so they are as fine as a frame, 17 ms; the field is there a frame before
it is painted. Server and browser share the cores with whatever else runs: the least is closest to the
page itself, the most is often somebody else's work. ${load}

| what | time | runs |
| --- | --- | --- |
${timeRows.join('\n')}

What the first view fetches:

| kind | files | bytes | as served | with gzip |
| --- | --- | --- | --- | --- |
${weightRows.join('\n')}

Scrolling by the wheel for eight seconds at 4000 pixels a second, frames of all runs together.
"Own work" is the processor time of the page's main thread, on average; what a frame took beyond it was
waiting, for the next frame's turn or for a core:

| what | frames | median | 95 % | worst | over ${longFrameMs} ms | own work a frame | elements at rest | at most | heap at rest |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
${scrollRow(`document of ${size}`, document)}
${scrollRow(`conversation of ${turns * 2} messages`, conversation)}
`;
}

function weightRow(kind: Kind, { files, plain, served, gzipped }: Weight): string {
  return `| ${kind} | ${files} | ${kilobytes(plain)} | ${kilobytes(served)} | ${kilobytes(gzipped)} |`;
}

function scrollRow(what: string, runs: readonly Scrolled[]): string {
  const frames = runs.flatMap((run) => run.frames);
  const long = frames.filter((milliseconds) => milliseconds > longFrameMs).length;
  const cells = [
    what,
    frames.length,
    `${median(frames).toFixed(1)} ms`,
    `${quantile(frames, 0.95).toFixed(1)} ms`,
    `${Math.max(...frames).toFixed(0)} ms`,
    `${((long / frames.length) * 100).toFixed(1)} %`,
    `${(runs.reduce((sum, { work }) => sum + work, 0) / frames.length).toFixed(1)} ms`,
    median(runs.map(({ elements }) => elements)),
    Math.max(...runs.map(({ most }) => most)),
    `${(median(runs.map(({ heap }) => heap)) / 1e6).toFixed(1)} MB`,
  ];
  return `| ${cells.join(' | ')} |`;
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(1)} kB`;
}
