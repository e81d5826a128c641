/** Question as searched -> candidates of both arms, ranked by the one score. */
import type { Embedder } from '../embed/contract.ts';
import type { LibraryReader } from '../library/contract.ts';
import { describeScore } from './fuse.ts';
import { type DenseArm, type FusionSettings, fuseArms } from './fuse-arms.ts';
import type { RewrittenQuestion } from './rewrite-question.ts';
import type { FusedCandidate } from './trace-rows.ts';
import type { Tracer } from './tracer.ts';

export interface RankOptions {
  /** Candidates that each arm gives. */
  readonly candidates: number;
  /** How many of the best are looked at: only those have their places for certain. */
  readonly needed: number;
  /** Ids of the documents that alone are searched; all unless given. */
  readonly within?: ReadonlySet<string> | undefined;
  /** Whether words are searched. */
  readonly lexical: boolean;
  readonly fusion: FusionSettings;
  /** Puts the formula into the trace. */
  readonly explain: boolean;
  readonly tracer: Tracer;
  readonly signal?: AbortSignal | undefined;
}

export interface Ranking {
  /** Best first, ties in library order. */
  readonly candidates: readonly FusedCandidate[];
  /** Of the question; undefined where words alone were searched. */
  readonly vector: Float32Array | undefined;
}

/**
 * Both searches at once: other threads make the question's vector and compare it while this one sums
 * words.
 *
 * @param encoder null searches by words alone
 */
export async function rankChunks(
  question: RewrittenQuestion,
  library: LibraryReader,
  encoder: Embedder | null,
  options: RankOptions,
): Promise<Ranking> {
  const { tracer, candidates: count, within, fusion } = options;
  const { terms } = question;
  const searched = { candidates: count, ...(within && { sources: within.size }) };
  let tell: (vector: Promise<Float32Array>) => void = () => {};
  const vectorMade = new Promise<Float32Array>((resolve) => {
    tell = resolve;
  });
  // Its failure is that of the step.
  vectorMade.catch(() => undefined);
  const dense =
    encoder &&
    tracer.step(
      'dense',
      { encoder: encoder.fingerprint, ...searched },
      async (): Promise<DenseArm> => {
        tell(vectorOf(question, encoder, options));
        const vector = await vectorMade;
        return { vector, found: await library.searchDense(vector, count, within) };
      },
      ({ found }) => ({ found: found.length }),
    );
  const lexical = tracer.step(
    'lexical',
    { terms, ...searched },
    () => (options.lexical ? library.searchLexical(terms, count, within) : []),
    (found) => ({ found: found.length }),
  );
  // A graph is searched in a thread of its own: how those fit that the words found is worked out meanwhile.
  const fits =
    dense && library.vectorIndex === 'graph'
      ? Promise.all([lexical, vectorMade]).then(([found, vector]) =>
          library.fits(
            found.map(({ ordinal }) => ordinal),
            { terms, vector },
          ),
        )
      : undefined;
  // Whoever fails waits for the others: the library is held open no longer than this.
  await Promise.allSettled([dense, lexical, fits]);
  const [byMeaning, byWords, known] = await Promise.all([dense, lexical, fits]);
  const candidates = await tracer.step(
    'fuse',
    { lexical: byWords.length, dense: byMeaning?.found.length ?? 0 },
    () =>
      fuseArms(
        library,
        terms,
        { found: byWords, fits: known },
        byMeaning ?? undefined,
        options.needed,
        fusion,
      ),
    (ranked) => ({
      candidates: ranked.length,
      ...(options.explain &&
        describeScore(byMeaning !== null, fusion.coverageWeight, fusion.gatheringDiscount)),
    }),
  );
  return { candidates, vector: byMeaning?.vector };
}

/**
 * The question's vector. A follow-up lies half way between itself and itself with the question that it
 * leans on: joined alone, the longer question decides which section is found.
 */
async function vectorOf(
  { text, asked, joinedWith }: RewrittenQuestion,
  encoder: Embedder,
  { signal }: { readonly signal?: AbortSignal | undefined },
): Promise<Float32Array> {
  const options = signal ? { signal } : {};
  const whole = await encoder.embedQuery(text, options);
  if (joinedWith === null) return whole;
  const own = await encoder.embedQuery(asked, options);
  const sum = whole.map((value, at) => value + own[at]!);
  const length = Math.hypot(...sum) || 1;
  return sum.map((value) => value / length);
}
