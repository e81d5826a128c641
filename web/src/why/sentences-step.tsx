import { Markdown } from '../markdown/markdown.tsx';
import { Icon } from '../ui/icon.tsx';
import { PlaceLink } from './place-link.tsx';
import type { WeighedSentence } from './read-trace.ts';

export interface SentencesStepProps {
  readonly sentences: readonly WeighedSentence[];
  /** Title of a document by its id. */
  readonly titleOf: (documentId: string) => string;
}

const shownAtFirst = 10;

/** The sentences that were weighed, best first; the quoted ones are marked. */
export function SentencesStep({ sentences, titleOf }: SentencesStepProps) {
  const best = Math.max(0.01, ...sentences.map(({ score }) => score));
  const lastChosen = sentences.findLastIndex(({ chosen }) => chosen);
  const first = Math.max(shownAtFirst, lastChosen + 1);
  const rest = sentences.slice(first);
  const list = (some: readonly WeighedSentence[]) => (
    <ol className="border-line border-b">
      {some.map((sentence) => (
        <Weighed
          key={`${sentence.documentId} ${sentence.start} ${sentence.end}`}
          sentence={sentence}
          title={titleOf(sentence.documentId)}
          best={best}
        />
      ))}
    </ol>
  );
  return (
    <>
      {list(sentences.slice(0, first))}
      {rest.length > 0 && (
        <details className="mt-3">
          <summary className="w-fit rounded-sm text-quiet text-sm hover:text-ink">
            {rest.length} more that were weighed
          </summary>
          <div className="mt-2">{list(rest)}</div>
        </details>
      )}
    </>
  );
}

function Weighed(props: { sentence: WeighedSentence; title: string; best: number }) {
  const { sentence, title, best } = props;
  const { text, score, chosen } = sentence;
  return (
    <li className="grid grid-cols-[1.25rem_1fr] gap-x-2 border-line border-t py-2.5 @3xl:grid-cols-[1.25rem_1fr_7rem]">
      <span className="pt-1 text-accent">
        {chosen && <Icon name="check" />}
        {chosen && <span className="sr-only">Quoted: </span>}
      </span>
      <div className="min-w-0">
        <div className={`prose wrap-anywhere text-base ${chosen ? '' : 'text-quiet'}`}>
          <Markdown text={text} inline />
        </div>
        <p className="mt-0.5 text-quiet text-xs">
          <PlaceLink {...sentence} title={title} headingPath={[]} />
        </p>
      </div>
      <div className="mt-1 flex items-center gap-2 text-quiet text-xs tabular-nums @max-3xl:col-start-2 @3xl:block @3xl:text-right">
        <span>
          <span className="sr-only">Score </span>
          {score.toFixed(2)}
        </span>
        <span aria-hidden="true" className="mt-1 block h-1 w-full bg-sunken">
          <span
            className={`block h-full ${chosen ? 'bg-accent' : 'bg-line-strong'}`}
            style={{ width: `${(Math.max(0, score) / best) * 100}%` }}
          />
        </span>
      </div>
    </li>
  );
}
