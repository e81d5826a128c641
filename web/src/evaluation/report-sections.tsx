/** One split's report, from the headline to the single questions that went worst. */
import type { Evaluation } from '../../../src/serve/contract.ts';
import { AllFigures } from './all-figures.tsx';
import { GateFigures } from './gate-figures.tsx';
import { IntervalPlot } from './interval-plot.tsx';
import { type IntervalRow, intervalRows } from './interval-rows.ts';
import { kindNames, spellOut, variantNames } from './names.ts';
import { ReliabilityCurve } from './reliability-curve.tsx';
import type { Report, Target } from './report-parts.ts';
import { Section } from './section.tsx';
import { TopicPlot } from './topic-plot.tsx';
import { verdictOf } from './verdict.ts';
import { WorstQuestions } from './worst-questions.tsx';

export function ReportSections({ report, evaluation }: { report: Report; evaluation: Evaluation }) {
  const { split } = report;
  const targets = evaluation.targets.filter((target) => target.split === split);
  const reached = targets.filter((target) => target.reached).length;
  const quotes = report.metrics['quotes valid'];
  const hits = intervalRows(report.hitByVariant, (name) => variantNames[name] ?? spellOut(name));
  const refusals = intervalRows(
    report.declinedByVariant,
    (name) => variantNames[name] ?? spellOut(name),
    'falling',
  );
  const kinds = intervalRows(report.declinedByKind, (name) => kindNames[name] ?? spellOut(name));
  return (
    <>
      {targets.length > 0 && (
        <Section
          title="What was asked, and what came"
          about={`${reached} of ${targets.length} figures asked for are reached on the ${split} split. The upright line is what was asked; a filled dot reached it, a hollow one missed it. "Within chance": the interval holds the figure asked for.`}
        >
          <IntervalPlot
            title={`Figures asked for and measured, ${split} split`}
            rows={targets.map(targetRow)}
          />
        </Section>
      )}
      {quotes !== undefined && quotes.n > 0 && (
        <p className="mt-6 max-w-prose">
          Every quotation equals its place in the note in{' '}
          <span className="font-medium tabular-nums">{(quotes.mean * 100).toFixed(1)} %</span> of{' '}
          {quotes.n.toLocaleString('en')} replies.
        </p>
      )}
      <AllFigures report={report} />
      <Section
        title="Does it know what it knows?"
        about="Before answering, the gate gives a probability that the notes hold the answer. On the dashed line, of the questions given 0.7 just seven in ten are answerable; above it the gate is too careful, below it too sure. A point's area is its number of questions."
      >
        <div className="flex flex-wrap items-start gap-x-12 gap-y-6">
          <ReliabilityCurve bins={report.calibration} />
          <GateFigures report={report} />
        </div>
      </Section>
      {kinds.length > 0 && (
        <Section
          title="Declining, by kind of question"
          about="Share declined of questions that the notes do not answer. Where only its own note was hidden, another note may still answer in part, and then declining would be wrong."
        >
          <IntervalPlot title={`Share declined by kind, ${split} split`} rows={kinds} />
        </Section>
      )}
      {hits.length > 0 && (
        <Section
          title="The same questions, put differently"
          about="hit@5 (a right passage is among the first five), then the share that was wrongly declined."
        >
          <h3 className="mb-2 font-medium text-sm">Right passage among the first five</h3>
          <IntervalPlot title={`hit@5 by way of asking, ${split} split`} rows={hits} />
          <h3 className="mt-6 mb-2 font-medium text-sm">Wrongly declined (less is better)</h3>
          <IntervalPlot
            title={`Wrongly declined by way of asking, ${split} split`}
            rows={refusals}
          />
        </Section>
      )}
      <Section
        title="Notes, the weakest first"
        about="hit@5 by the note that a question was written from. Each has few questions, so intervals are wide: read it as where to look, not as a ranking."
      >
        <TopicPlot report={report} />
      </Section>
      <Section
        title="What went worst"
        about="The questions with the worst outcome, each with all that led to it."
      >
        <WorstQuestions questions={evaluation.worst.filter((one) => one.split === split)} />
      </Section>
    </>
  );
}

function targetRow(target: Target): IntervalRow {
  const { name, mean, low, high, n, asked, atMost, reached } = target;
  return {
    name: `${name} ${atMost ? '≤' : '≥'}\u00a0${asked.toFixed(2)}`,
    mean,
    low,
    high,
    n,
    asked,
    verdict: { text: verdictOf(target), missed: !reached },
  };
}
