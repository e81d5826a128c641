import type { Mode } from '../../../src/serve/contract.ts';
import { inMilliseconds } from './format-number.ts';
import { PlaceLink } from './place-link.tsx';
import type { Account, Candidate } from './read-trace.ts';

const shown = 3;

/** The two arms side by side: what each found on its own. */
export function SearchStep({ account, mode }: { account: Account; mode: Mode }) {
  const hasDense = mode.retrievers.includes('dense');
  return (
    <div className="grid gap-4 @4xl:grid-cols-2">
      <Arm
        name="By words"
        method="BM25 over stems"
        arm="lexical"
        unit="BM25"
        digits={1}
        account={account}
      />
      {hasDense ? (
        <Arm
          name="By meaning"
          method={`Nearest vectors, ${mode.vectorIndex ?? 'no index'}`}
          arm="dense"
          unit="cosine"
          digits={3}
          account={account}
        />
      ) : (
        <div className="rounded-md border border-line border-dashed p-4">
          <h4 className="font-medium">By meaning</h4>
          <p className="mt-1 text-quiet text-sm">
            Did not run: no encoder is at work, so words alone decide.
          </p>
        </div>
      )}
    </div>
  );
}

interface ArmProps {
  readonly name: string;
  readonly method: string;
  readonly arm: 'lexical' | 'dense';
  readonly unit: string;
  readonly digits: number;
  readonly account: Account;
}

function Arm({ name, method, arm, unit, digits, account }: ArmProps) {
  const hits = account.candidates
    .flatMap((candidate) => {
      const hit = candidate[arm];
      return hit ? [{ candidate, hit }] : [];
    })
    .sort((left, right) => left.hit.rank - right.hit.rank)
    .slice(0, shown);
  const best = hits[0]?.hit.score ?? 0;
  const found = account.found[arm];
  const ms = account.ms[arm];
  return (
    <div className="min-w-0 rounded-md border border-line bg-panel p-4">
      <div className="flex items-baseline justify-between gap-3">
        <h4 className="font-medium">{name}</h4>
        {ms !== undefined && (
          <span className="text-quiet text-sm tabular-nums">{inMilliseconds(ms)}</span>
        )}
      </div>
      <p className="text-quiet text-sm">
        {method}
        {found !== undefined && `: ${found} candidates`}
      </p>
      <ol className="mt-3 space-y-2.5">
        {hits.map(({ candidate, hit }) => (
          <ArmHit
            key={candidate.chunkId}
            candidate={candidate}
            rank={hit.rank}
            score={`${hit.score.toFixed(digits)}`}
            unit={unit}
            share={best > 0 ? Math.max(0, hit.score / best) : 0}
          />
        ))}
      </ol>
      {hits.length > 0 && (
        <p className="mt-3 text-quiet text-xs">
          The best of those that also stand in the fused table below.
        </p>
      )}
    </div>
  );
}

interface ArmHitProps {
  readonly candidate: Candidate;
  readonly rank: number;
  readonly score: string;
  readonly unit: string;
  /** Of the best score, 0 to 1. */
  readonly share: number;
}

function ArmHit({ candidate, rank, score, unit, share }: ArmHitProps) {
  return (
    <li className="grid grid-cols-[1.5rem_1fr_auto] gap-x-2 text-sm">
      <span className="text-quiet tabular-nums">{rank}</span>
      <span className="min-w-0">
        <PlaceLink {...candidate} />
      </span>
      <span className="text-quiet tabular-nums">
        <span className="sr-only">{unit} </span>
        {score}
      </span>
      <span className="col-start-2 col-end-4 mt-1 h-1 bg-sunken">
        <span className="block h-full bg-accent" style={{ width: `${share * 100}%` }} />
      </span>
    </li>
  );
}
