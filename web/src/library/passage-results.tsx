/** Passages that a search found, best first, with what each arm of the search said of them. */
import { Link } from 'wouter';
import type { Passage } from '../../../src/serve/contract.ts';
import { useSearch } from '../api/queries.ts';
import { Failure, Nothing, Waiting } from '../ui/notices.tsx';
import { headingsBelow } from '../ui/place-name.ts';
import { emphasiseWords, excerptOf } from './emphasise-words.ts';

export function PassageResults({ question }: { question: string }) {
  const { data, error, refetch, isPlaceholderData, failureReason } = useSearch(question);
  if (error !== null) return <Failure error={error} retry={() => void refetch()} />;
  if (data === undefined)
    return <Waiting lines={6} label="Searching the passages" reason={failureReason} />;
  const { passages } = data;
  if (passages.length === 0) {
    return (
      <Nothing title="No passage found">
        No note holds these words or comes near their meaning. Try others, or fewer.
      </Nothing>
    );
  }
  return (
    <section aria-labelledby="passages" className={isPlaceholderData ? 'opacity-60' : ''}>
      <h2 id="passages" className="font-medium text-quiet text-sm">
        <span role="status">
          {passages.length === 1 ? 'One passage' : `The ${passages.length} nearest passages`}
        </span>
      </h2>
      <ol className="mt-2 divide-y divide-line border-line border-y">
        {passages.map((passage) => (
          <Result key={passage.chunkId} passage={passage} question={question} />
        ))}
      </ol>
    </section>
  );
}

function Result({ passage, question }: { passage: Passage; question: string }) {
  const { rank, title, headingPath, documentId, start, end, text } = passage;
  const below = headingsBelow(title, headingPath);
  return (
    <li className="flex gap-3 py-4">
      <span aria-hidden="true" className="w-6 shrink-0 text-right text-quiet tabular-nums">
        {rank}
      </span>
      <div className="min-w-0 flex-1">
        <h3>
          <Link
            href={`/read/${documentId}?at=${start}-${end}`}
            className="text-accent underline-offset-3 hover:underline"
          >
            <span className="font-medium">{title}</span>
            {below.length > 0 && ` › ${below.join(' › ')}`}
          </Link>
        </h3>
        <p className="mt-1 font-serif text-base text-quiet leading-relaxed">
          {emphasiseWords(excerptOf(text, question), question).map((piece, at) =>
            piece.emphasised ? (
              // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one text have no other name
              <b key={at} className="font-semibold text-ink">
                {piece.text}
              </b>
            ) : (
              piece.text
            ),
          )}
        </p>
        <Scores passage={passage} />
      </div>
    </li>
  );
}

function Scores({ passage: { retrievers, score, coverage } }: { passage: Passage }) {
  const { lexical, dense } = retrievers;
  const figures = [
    { name: 'words', figure: lexical && `${lexical.score.toFixed(2)} (no. ${lexical.rank})` },
    { name: 'meaning', figure: dense && `${dense.score.toFixed(3)} (no. ${dense.rank})` },
    { name: 'covers', figure: `${Math.round(coverage * 100)} %` },
    { name: 'fused', figure: score.toFixed(3) },
  ];
  return (
    <dl className="mt-2 flex flex-wrap gap-x-4 gap-y-0.5 font-mono text-quiet text-xs tabular-nums">
      {figures.map(({ name, figure }) => (
        <div key={name} className="flex gap-1.5">
          <dt>{name}</dt>
          <dd>{figure ?? 'not among its candidates'}</dd>
        </div>
      ))}
    </dl>
  );
}
