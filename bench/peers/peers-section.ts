/** Figures of the peer benchmark -> their section of the report. */

import { rowOf, shown } from '../table-text.ts';
import { armsLeft, slowFrom, slowMs } from './arms-left.ts';
import { type Arm, type Contender, candidatesFused, resultsAsked } from './contender.ts';
import { contenders } from './contenders.ts';
import { fitExponent } from './fit-exponent.ts';
import type { Measured, MeasuredSize } from './measured.ts';
import { linesOf, pictures } from './write-plots.ts';

export const peersHeading = '## Against other libraries';

const none = '–';
/** With fewer questions the worst of them is no percentile. */
const enoughForTail = 100;

type CostOf = (measured: Measured) => number | undefined;
type CellOf = (measured: Measured) => string | undefined;

export function peersSection(all: readonly MeasuredSize[]): string {
  const table = tableOver(all);
  const byArm = (arm: Arm) =>
    table(
      (one) => questionCell(one, arm),
      (one) => one.arms[arm]?.p50,
    );
  const found = (arm: Arm) => table((one) => foundCell(one, arm));
  return [
    peersHeading,
    method(all),
    runs(all),
    `![Time of a question](pictures/${pictures.query})`,
    `Each cell: median, 99th percentile in brackets, and how many times Groundwork's median that is.`,
    '### By words alone',
    byArm('lexical'),
    `Share of the exact BM25's best ten, and answers a second with eight questions under way:`,
    found('lexical'),
    '### By vectors alone',
    byArm('dense'),
    'Recall of the true nearest ten, and answers a second:',
    found('dense'),
    '### By both, with the texts',
    byArm('hybrid'),
    'Recall of its dense half, and answers a second:',
    found('hybrid'),
    '### Memory and disk',
    `![Memory while serving](pictures/${pictures.memory})`,
    'Memory of a fresh process that serves, beyond what it had before; then what is on disk.',
    table(memoryCell, ({ open }) => open?.residentBytes),
    '### Building and opening',
    'Seconds to build, and milliseconds until a fresh process has answered its first question of each kind.',
    table(buildCell, ({ build }) => build?.seconds),
    '### Changing one document',
    'Milliseconds to replace a document, and to remove one, until searches tell of it.',
    table(changeCell, ({ changes }) => changes?.updateMs),
    notes(all),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function method(all: readonly MeasuredSize[]): string {
  const last = all.at(-1)!;
  return `Made by \`npm run bench -- peers 1000 10000 …\`. Every contender is built in a process of its own and opened in a
fresh one; then all of them answer the same questions in turn, A B C …, ${last.rounds} rounds, each timing itself. Of Groundwork
\`retrieve()\` with its rewriting, its fusion and its texts stands under "by both". It has a vector for each chunk, as all have; the
shipped notes have 2.7 more that lead to a chunk (questions and items of lists), with which its search by vectors takes three times
as long: docs/decisions/0016-pointers.md.

**Chunks** grow from the shipped notes, the same for all: a vector lies on the way from one real passage's vector to a
near neighbour's, plus noise of the same covariance; its text is made of sentences of those two passages and a few others,
680 characters on average, and two invented names drawn by Zipf's law. **Questions** are ${last.questions} real ones of the golden set's
tuning split, encoded beforehand. All contenders get the same terms (Groundwork's: stop words out, stems in), so that engines are
compared and not tokenisers, and give ${resultsAsked} results. Groundwork and SQLite fuse ${candidatesFused} of each arm; LanceDB
fuses as many as it gives, Orama all that it finds.
"By words" and "by vectors" give ids; "by both" gives texts as well.

**Tuned for the others.** MiniSearch and Orama: parameters of plain BM25, which their lists are judged by (with its own default,
Orama agreed with it a little more: 0.72 at 10,000). SQLite: 256 MB of cache
and its file mapped; it compares floats, though it could compare bytes first. Orama: an end mark at each word, since it matches beginnings of
words, and so would find other things far more slowly; similarity 0, since its default hides what questions find here. LanceDB: the
first setting of seven that finds as much as Groundwork does, its index of numbers for changes. What has no file of its
own is written by \`v8.serialize\`, as JSON would be longer than the longest string. LangChain's two keep nothing, so opening them is
building them, and its vector store has no call that removes: its public list is filtered. Groundwork changes a document by
writing a library beside the one that answers, all others copied as they stand, so that costs with the size of the library.

**Memory** is resident memory after a collection of garbage, code of the contender included; what the system caches of files
is in nobody's. Groundwork, LanceDB and SQLite read texts from disk, LangChain's vector store and Orama hold them, MiniSearch
has none. "Grows as" is the exponent e of cost = c · n^e, by least squares of the logarithms over the sizes measured; small
sizes pull it down, as they cost what an empty library costs. A contender that takes too long or would need too much memory is
stopped or not run, and the table says so; Groundwork, whom all are compared with, is given ten times as long and always run. Those who wrote Groundwork wrote this, and know their own part best.`;
}

function runs(all: readonly MeasuredSize[]): string {
  const rows = all.map(
    ({ size, measuredAt, machine, load }) =>
      `| ${shown(size)} | ${measuredAt.slice(0, 10)} | ${machine} | ${load[0].toFixed(1)} and ${load[1].toFixed(1)} |`,
  );
  const versions = all.flatMap((one) =>
    Object.entries(one.versions).map(([name, version]) => `${name} ${version}`),
  );
  return `Versions: ${[...new Set(versions)].sort().join(', ')}.

| chunks | measured | machine | load before and after |
| --- | --- | --- | --- |
${rows.join('\n')}`;
}

/** Rows are contenders, columns sizes; with costs, a last column says how they grow. */
function tableOver(all: readonly MeasuredSize[]) {
  return (cellOf: CellOf, costOf?: CostOf): string => {
    const names = contenders.map(({ name }) => name);
    const growth = new Map(
      linesOf(all, costOf ?? (() => undefined)).map(({ name, points }) => [
        name,
        fitExponent(points),
      ]),
    );
    const rows = names.flatMap((name) => {
      const cells = all.map(({ contenders: ones }) => {
        const measured = ones.find(({ contender }) => contender === name);
        return measured && cellOf(measured);
      });
      if (cells.every((cell) => cell === undefined)) return [];
      const exponent = growth.get(name);
      const last = costOf ? [exponent === undefined ? none : `n^${exponent.toFixed(2)}`] : [];
      return [rowOf([name, ...cells.map((cell) => cell ?? none), ...last])];
    });
    const head = ['', ...all.map(({ size }) => shown(size)), ...(costOf ? ['grows as'] : [])];
    return [rowOf(head), rowOf(head.map(() => '---')), ...rows].join('\n');
  };
}

function questionCell({ contender, arms: measured }: Measured, arm: Arm): string | undefined {
  const isFirst = contender === contenders[0]!.name;
  const figures = measured[arm];
  if (figures === undefined) return undefined;
  const { p50, p99, questions, ratio } = figures;
  const tail = questions < enoughForTail ? `worst of ${questions}: ${shown(p99)}` : shown(p99);
  return `${shown(p50)} ms (${tail})${isFirst ? '' : `, ×${shown(ratio)}`}`;
}

function foundCell({ arms: measured }: Measured, arm: Arm): string | undefined {
  const figures = measured[arm];
  if (figures === undefined) return undefined;
  return `${figures.quality?.toFixed(3) ?? none}, ${shown(figures.perSecond)}/s`;
}

function memoryCell({ open, build }: Measured): string | undefined {
  if (open === undefined) return undefined;
  const disk = build && build.diskBytes > 0 ? megabytes(build.diskBytes) : none;
  return `${megabytes(open.residentBytes)}, ${disk}`;
}

function buildCell({ open, build }: Measured): string | undefined {
  if (build === undefined) return undefined;
  return `${shown(build.seconds)} s, ${open ? `${shown(open.milliseconds)} ms` : none}`;
}

function changeCell({ changes }: Measured): string | undefined {
  if (changes === undefined) return undefined;
  const { updateMs, removeMs, seen } = changes;
  const times = [updateMs, removeMs].map((time) => (time === undefined ? 'no call' : shown(time)));
  return `${times.join(', ')}${seen ? '' : ' (searches do not tell)'}`;
}

function notes(all: readonly MeasuredSize[]): string {
  const stopped = all.flatMap(({ size, contenders }) =>
    contenders.flatMap(({ contender, stopped: reason }) =>
      reason === undefined ? [] : [`- ${contender} at ${shown(size)}: ${reason}.`],
    ),
  );
  const absent = all.flatMap((one) =>
    contenders
      .filter(({ name, from = 0 }) => one.size >= from && !namesIn(one).includes(name))
      .map(
        (contender) =>
          `- ${contender.name} at ${shown(one.size)}: ${whyAbsent(contender, one.size, all)}.`,
      ),
  );
  const settings = all.flatMap(({ size, contenders }) =>
    contenders.flatMap(({ contender, open }) =>
      open?.setting === undefined
        ? []
        : [`- ${contender} at ${shown(size)} ran with ${open.setting}.`],
    ),
  );
  const lines = [...stopped, ...absent, ...settings];
  return lines.length === 0 ? '' : ['What the tables leave out:', '', ...lines].join('\n');
}

function namesIn({ contenders: measured }: MeasuredSize): string[] {
  return measured.map(({ contender }) => contender);
}

function whyAbsent(contender: Contender, size: number, all: readonly MeasuredSize[]): string {
  return armsLeft(contender, size, all).length === 0
    ? `not run, above ${slowMs} ms at ${shown(slowFrom)}`
    : 'left out of the run';
}

function megabytes(bytes: number): string {
  return `${shown(Math.max(0, bytes) / 1e6)} MB`;
}
