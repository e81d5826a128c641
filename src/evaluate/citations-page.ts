/** Measured citations -> `docs/citations.md`. */
import {
  type CitationFigures,
  figuresOf,
  intervalOf,
  precisionOf,
  ratioOf,
  recallOf,
  type Share,
} from './citation-figures.ts';
import { type Habit, habits, lies } from './citing-writer.ts';
import type { CitedAnswer } from './measure-citations.ts';

/** The answers to the questions of one split, by who wrote them. */
export interface MeasuredSplit {
  readonly split: string;
  readonly answers: ReadonlyMap<Habit, readonly CitedAnswer[]>;
}

export function citationsPage(splits: readonly MeasuredSplit[]): string {
  /** One row for each writer and split. */
  const rows = (
    cellsOf: (figures: CitationFigures, answers: readonly CitedAnswer[]) => readonly string[],
    among: readonly Habit[] = habits,
  ): string =>
    among
      .flatMap((habit) =>
        splits.map(({ split, answers }) => {
          const measured = answers.get(habit) ?? [];
          return `| ${[`${habit}, ${split}`, ...cellsOf(figuresOf(measured), measured)].join(' | ')} |`;
        }),
      )
      .join('\n');

  return `# Do the citations carry the sentences?

Written by \`npm run eval:citations\`: no network, no key, the same figures each time.
${splits.map(({ split, answers }) => `${answers.get('honest')?.length ?? 0} ${split}`).join(' and ')} questions go through the whole pipeline: search, gate, prompt, reply in odd pieces, check, numbering. What the model writes is scripted: the claims of \`tests/quality/paraphrases\`, in free wording, labelled true or overreaching by people who saw no code. Beside each claim it copies 6 to 12 words of the claim's quotation, from the passages that the prompt shows. A claim whose quotation is in no passage is not written.

**Citation recall** is the share of sentences whose citations really support them. **Citation precision** is the share of citations that really support the sentence they stand at; those marked as not found are not counted as shown. The definitions are those of ALCE (Gao et al., 2023), with the written labels in place of its entailment model. A citation is right only if the claim is labelled true and the sentence shown is the very one that its quotation stands in. Where the quotation goes over two sentences, recall asks for both.

These two figures tell what the product does with a model's proofs: whether each is found, shown whole and tied to its own sentence. They do not tell how honestly a real model writes; \`careless\` shows what is left when it does not. The mark \`supported\` is stricter and looks at the wording: see [support.md](support.md).

## Writers

- \`honest\` writes what the notes say and quotes it as it stands.
- \`careless\` writes overreaching claims too, each with a quotation that really stands there.
- \`formless\` writes the same and proves nothing.
- \`liar\` is honest, but every second quotation is altered in one word, invented, or stands in another passage than the one named. Asked again, it repeats itself.

| writer, questions | answered | declined by gate / model | claims not offered | sentences | shown otherwise than written | recall (95 %) | precision (95 %) |
| --- | --- | --- | --- | --- | --- | --- | --- |
${rows((figures, answers) => [
  String(figures.answered),
  `${figures.declinedByGate} / ${figures.declinedByModel}`,
  String(figures.notOffered),
  String(figures.sentences),
  String(figures.changed),
  withBounds(figures.recall, answers.map(recallOf)),
  withBounds(figures.precision, answers.map(precisionOf)),
])}

Intervals are bootstraps over questions; of 1.000 and 0.000 the other end is 3 / n. The recall of \`careless\` and \`liar\` cannot be higher than their share of true, truly quoted sentences: it reaches that share. The model declines where no passage holds any of its quotations. The gate is asked before the model, so its refusals are the same for all.

## What readers are shown

Support thresholds were fitted on dev, so the test rows are the honest ones.

| writer, questions | true: supported | partial | unsupported | overreaching: supported | partial | unsupported | true among the supported |
| --- | --- | --- | --- | --- | --- | --- | --- |
${rows(({ truthful, overreaching }) => [
  ...supportCells(truthful),
  ...supportCells(overreaching),
  share({
    hits: truthful.supported.hits,
    of: truthful.supported.hits + overreaching.supported.hits,
  }),
])}

Rows of \`liar\` hold only its truly quoted sentences. A sentence without a proof may be \`supported\` only where one sentence of the notes holds all of it ([decision 26](decisions/0026-generative-answers.md)); \`formless\` sentences supported without that: ${splits.map(({ split, answers }) => `${figuresOf(answers.get('formless') ?? []).supportedUnheld} on ${split}`).join(', ')}.

## Wrong quotations

Flagged: marked as not found, nothing else cited, and the sentence is not \`supported\`.

| writer, questions | ${lies.map((lie) => `${lie}: flagged`).join(' | ')} | true quotations flagged | answers asked again |
| --- | ${lies.map(() => '---').join(' | ')} | --- | --- |
${rows(
  (figures) => [
    ...lies.map((lie) => counted(figures.liesFlagged[lie])),
    counted(figures.truthsFlagged),
    String(figures.repaired),
  ],
  ['honest', 'careless', 'liar'],
)}
`;
}

function supportCells({ supported, partial, unsupported }: CitationFigures['truthful']): string[] {
  return [share(supported), share(partial), share(unsupported)];
}

function withBounds(total: Share, parts: readonly Share[]): string {
  if (total.of === 0) return 'none shown';
  const { low, high } = intervalOf(parts);
  return `${ratioOf(total).toFixed(3)} (${low.toFixed(3)} to ${high.toFixed(3)})`;
}

function share(part: Share): string {
  return part.of === 0 ? '-' : ratioOf(part).toFixed(2);
}

function counted({ hits, of }: Share): string {
  return of === 0 ? '-' : `${hits} of ${of}`;
}
