import { signed } from './format-number.ts';
import { featureWords, sortContributions } from './gate-words.ts';
import type { Gate } from './read-trace.ts';

/** What each feature added to or took from the log-odds, largest first. */
export function ContributionBars({ gate }: { gate: Gate }) {
  const { speaking, silent } = sortContributions(gate.contributions);
  const { intercept, logit, features } = gate;
  const widest = Math.max(
    0.01,
    Math.abs(intercept ?? 0),
    ...speaking.map(({ value }) => Math.abs(value)),
  );
  return (
    <div className="mt-6">
      <h4 className="font-medium">What spoke for and against</h4>
      <p className="mt-1 max-w-[65ch] text-quiet text-sm">
        Weight times value of each feature, in log-odds: to the right speaks for answering.
      </p>
      <ul className="mt-3">
        {intercept !== undefined && (
          <Bar
            name="Where it starts"
            meaning="The intercept: what holds before anything is looked at."
            value={intercept}
            widest={widest}
          />
        )}
        {speaking.map(({ feature, value }) => (
          <Bar
            key={feature}
            {...featureWords(feature)}
            feature={features[feature]}
            value={value}
            widest={widest}
          />
        ))}
      </ul>
      {logit !== undefined && (
        <p className="flex justify-between gap-4 border-line-strong border-t pt-2 text-sm tabular-nums">
          <span>
            Sum,{' '}
            <span className="text-quiet">of which the probability is the logistic function</span>
          </span>
          <span className="font-medium">{signed(logit)}</span>
        </p>
      )}
      {silent.length > 0 && (
        <details className="mt-3 text-quiet text-sm">
          <summary className="w-fit rounded-sm hover:text-ink">
            {silent.length} {silent.length === 1 ? 'feature' : 'features'} without effect here
          </summary>
          <ul className="mt-2 space-y-1 pl-4">
            {silent.map((feature) => (
              <li key={feature}>
                <span className="text-ink">{featureWords(feature).name}.</span>{' '}
                {featureWords(feature).meaning}
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}

interface BarProps {
  readonly name: string;
  readonly meaning: string;
  /** Its value before weighing. */
  readonly feature?: number | undefined;
  readonly value: number;
  /** Size that fills one side. */
  readonly widest: number;
}

function Bar({ name, meaning, feature, value, widest }: BarProps) {
  const size = `${(Math.abs(value) / widest) * 50}%`;
  const speaksFor = value >= 0;
  return (
    <li className="grid grid-cols-[1fr_auto] items-center gap-x-4 gap-y-1 border-line border-t py-2 text-sm @3xl:grid-cols-[18rem_1fr_4rem]">
      <div className="min-w-0">
        <p>
          {name}
          {feature !== undefined && (
            <span className="ml-2 text-quiet text-xs tabular-nums">{feature.toFixed(2)}</span>
          )}
        </p>
        <p className="text-quiet text-xs">{meaning}</p>
      </div>
      <div
        aria-hidden="true"
        className="relative h-3 @max-3xl:order-last @max-3xl:col-span-2 @max-3xl:w-full"
      >
        <span className="absolute inset-y-0 left-1/2 w-px bg-line-strong" />
        <span
          className={`absolute inset-y-0 ${speaksFor ? 'bg-good' : 'bg-warn'}`}
          style={speaksFor ? { left: '50%', width: size } : { right: '50%', width: size }}
        />
      </div>
      <span className={`text-right tabular-nums ${speaksFor ? 'text-good' : 'text-warn'}`}>
        {signed(value)}
      </span>
    </li>
  );
}
