/** `/evaluation`: the committed report, drawn. Nothing is measured here. */
import { useState } from 'react';
import type { Evaluation } from '../../../src/serve/contract.ts';
import { useEvaluation } from '../api/queries.ts';
import { CopyButton } from '../ui/copy-button.tsx';
import { Failure, Nothing, Waiting } from '../ui/notices.tsx';
import { useTitle } from '../ui/use-title.ts';
import { ReportSections } from './report-sections.tsx';
import { SplitSwitch } from './split-switch.tsx';

const command = 'npm run eval -- --report docs/evaluation.md';

export function EvaluationView() {
  useTitle('Evaluation');
  return (
    <div className="h-full overflow-y-auto">
      <div className="mx-auto max-w-5xl px-4 py-6 md:px-8 md:py-10">
        <h1 className="font-serif text-2xl">Evaluation</h1>
        <EvaluationContent />
      </div>
    </div>
  );
}

function EvaluationContent() {
  const { data, error, refetch, failureReason } = useEvaluation();
  if (error !== null) {
    return (
      <div className="mt-6">
        <Failure error={error} retry={() => void refetch()} />
      </div>
    );
  }
  if (data === undefined)
    return <Waiting lines={10} label="Reading the evaluation" reason={failureReason} />;
  if (data.reports.length === 0) {
    return (
      <div className="mt-6">
        <Nothing title="The report holds no figures">
          <code className="font-mono">{command}</code> makes them.
        </Nothing>
      </div>
    );
  }
  return <DrawnEvaluation evaluation={data} />;
}

function DrawnEvaluation({ evaluation }: { evaluation: Evaluation }) {
  const { reports } = evaluation;
  // What was never tuned on counts most, so it comes first.
  const splits = reports.map(({ split }) => split).sort((left) => (left === 'test' ? -1 : 1));
  const [chosen, choose] = useState(splits[0]!);
  const report = reports.find(({ split }) => split === chosen) ?? reports[0]!;
  return (
    <>
      <Introduction evaluation={evaluation} />
      <SplitSwitch splits={splits} chosen={report.split} choose={choose} />
      <ReportSections key={report.split} report={report} evaluation={evaluation} />
    </>
  );
}

function Introduction({ evaluation: { reports } }: { evaluation: Evaluation }) {
  const count = (name: string): string =>
    reports.reduce((sum, { metrics }) => sum + (metrics[name]?.n ?? 0), 0).toLocaleString('en');
  return (
    <>
      <p className="mt-3 max-w-prose">
        {count('hit@5')} questions that the notes answer, {count('unanswerable declined')} that they
        do not and {count('false premise corrected or declined')} that start from something false,
        each with the passage or the refusal that is right. Put in other ways, and asked again with
        their note hidden, they were asked {count('quotes valid')} times.
      </p>
      <p className="mt-3 max-w-prose text-quiet">
        They fall into two splits. On <em>dev</em>, settings were chosen and the gate was fitted;{' '}
        <em>test</em> was kept for reporting, so its figures are the ones to go by, though a few
        changes were taken back because they did not hold there. Every mean stands with its 95 %
        bootstrap interval. These figures are committed with the code and made by
      </p>
      <p className="mt-2 flex items-start gap-1">
        <code className="rounded-sm bg-sunken px-2 py-1 font-mono text-sm wrap-anywhere">
          {command}
        </code>
        <CopyButton text={command} label="Copy the command" />
      </p>
    </>
  );
}
