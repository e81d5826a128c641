import { ContributionBars } from './contribution-bars.tsx';
import { reasonWords, weightSetWords } from './gate-words.ts';
import type { Gate } from './read-trace.ts';

export interface GateStepProps {
  readonly gate: Gate;
  /** The question was declined as a whole, and answered since its parts were found. */
  readonly overruled: boolean;
}

/** The verdict, how near it was, and what spoke for and against. */
export function GateStep({ gate, overruled }: GateStepProps) {
  const { answerable, probability, threshold, reason, weights } = gate;
  const why = reasonWords(reason);
  return (
    <>
      <p className={`font-medium ${answerable ? 'text-good' : 'text-warn'}`}>
        {answerable
          ? 'The notes hold an answer.'
          : overruled
            ? 'The question as a whole looks foreign to the notes; its parts, searched below, decided.'
            : `Declined. ${why ?? ''}`}
      </p>
      <p className="mt-1 text-quiet text-sm tabular-nums">
        Probability {probability.toFixed(3)}
        {threshold !== undefined &&
          `, ${answerable ? 'at or above' : 'below'} the threshold of ${threshold.toFixed(3)}`}
        {weights !== undefined && `; weights ${weightSetWords(weights)}`}.
      </p>
      <ProbabilityLine probability={probability} threshold={threshold} answerable={answerable} />
      {Object.keys(gate.contributions).length > 0 && <ContributionBars gate={gate} />}
    </>
  );
}

interface ProbabilityLineProps {
  readonly probability: number;
  readonly threshold: number | undefined;
  readonly answerable: boolean;
}

const left = 12;
const width = 376;

/** Probability above the line, threshold below it, so that they never cover each other. */
function ProbabilityLine({ probability, threshold, answerable }: ProbabilityLineProps) {
  const x = (value: number): number => left + value * width;
  const anchor = (value: number) => (value > 0.85 ? 'end' : value < 0.15 ? 'start' : 'middle');
  return (
    <svg viewBox="0 0 400 84" className="mt-4 w-full max-w-md" aria-hidden="true">
      <path d={`M${left} 42h${width}`} className="stroke-line-strong" strokeWidth="1.5" />
      {threshold !== undefined && (
        <>
          <path d={`M${x(threshold)} 42H${x(1)}`} className="stroke-good" strokeWidth="4" />
          <path d={`M${x(threshold)} 32v26`} className="stroke-ink" strokeWidth="1.5" />
          <text
            x={x(threshold)}
            y="74"
            fontSize="13"
            textAnchor={anchor(threshold)}
            className="fill-quiet"
          >
            threshold {threshold.toFixed(2)}
          </text>
        </>
      )}
      <circle
        cx={x(probability)}
        cy="42"
        r="7"
        className={answerable ? 'fill-good' : 'fill-warn'}
      />
      <text
        x={x(probability)}
        y="22"
        fontSize="15"
        textAnchor={anchor(probability)}
        className="fill-ink"
      >
        {probability.toFixed(2)}
      </text>
      {[0, 1].map((end) =>
        threshold !== undefined && Math.abs(threshold - end) < 0.16 ? null : (
          <text
            key={end}
            x={x(end)}
            y="66"
            fontSize="13"
            textAnchor={end === 0 ? 'start' : 'end'}
            className="fill-quiet"
          >
            {end}
          </text>
        ),
      )}
    </svg>
  );
}
