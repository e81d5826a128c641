/** hit@5 of each note's questions, the weakest first. */
import { useState } from 'react';
import { useDocuments } from '../api/queries.ts';
import { Button } from '../ui/button.tsx';
import { IntervalPlot } from './interval-plot.tsx';
import { intervalRows } from './interval-rows.ts';
import { spellOut } from './names.ts';
import type { Report } from './report-parts.ts';

const shownAtFirst = 15;

export function TopicPlot({ report }: { report: Report }) {
  const [all, setAll] = useState(false);
  const { data } = useDocuments();
  const titles = new Map(data?.documents.map(({ uri, title }) => [slugOf(uri), title]));
  const rows = intervalRows(report.hitByTopic, (topic) => titles.get(topic) ?? spellOut(topic));
  return (
    <>
      <IntervalPlot
        title={`hit@5 by note, ${report.split} split, the weakest first`}
        rows={all ? rows : rows.slice(0, shownAtFirst)}
      />
      {rows.length > shownAtFirst && (
        <Button className="mt-3" onClick={() => setAll(!all)} aria-expanded={all}>
          {all ? `Show the weakest ${shownAtFirst}` : `Show all ${rows.length} notes`}
        </Button>
      )}
    </>
  );
}

/** `notes/attention.md` -> `attention`, as golden questions name their notes. */
function slugOf(uri: string): string {
  return uri.replace(/^.*\//, '').replace(/\.[^.]*$/, '');
}
