/** The statements of an answer, each with its citations; what is not supported is seen to be. */
import { Fragment } from 'react';
import type { Citation, Statement } from '../../../src/serve/contract.ts';
import { Markdown } from '../markdown/markdown.tsx';
import { Icon } from '../ui/icon.tsx';
import { supportNames } from '../ui/support.ts';
import { Cite } from './cite.tsx';
import { groupStatements } from './statement-groups.ts';

export interface AnswerProps {
  readonly statements: readonly Statement[];
  readonly citations: readonly Citation[];
  readonly changedSources: readonly string[];
  /** The citation whose source is open. */
  readonly shown?: Citation | undefined;
  readonly onOpen: (citation: Citation) => void;
}

export function Answer({ statements, ...cited }: AnswerProps) {
  return (
    <div className="answer prose">
      {groupStatements(statements).map((group, at) => {
        const inner = group.statements.map((statement, position) => {
          const key = `${position} ${statement.text}`;
          const one = <StatementText key={key} statement={statement} {...cited} />;
          return group.layout === 'item' ? <li key={key}>{one}</li> : one;
        });
        const key = `${at} ${group.layout}`;
        if (group.layout === 'item') return <ul key={key}>{inner}</ul>;
        if (group.layout === 'formula') return <Fragment key={key}>{inner}</Fragment>;
        return <p key={key}>{inner}</p>;
      })}
    </div>
  );
}

function StatementText({
  statement,
  citations,
  changedSources,
  shown,
  onOpen,
}: Omit<AnswerProps, 'statements'> & { statement: Statement }) {
  const { text, support, layout } = statement;
  const cited = citations.filter(({ marker }) => statement.citations.includes(marker));
  const doubtful = support !== 'supported' || cited.some(({ status }) => status === 'unverified');
  const marks = cited.map((citation) => (
    <Cite
      key={citation.marker}
      citation={citation}
      changed={changedSources.includes(citation.documentId)}
      shown={citation === shown}
      onOpen={onOpen}
    />
  ));
  const name = supportNames[support === 'supported' ? 'unsupported' : support];
  const Box = layout === 'formula' ? 'div' : 'span';
  const look = [layout === 'formula' && 'formula', doubtful && 'doubtful']
    .filter(Boolean)
    .join(' ');
  return (
    <Box data-support={support} className={look === '' ? undefined : look}>
      <Markdown text={text} inline={layout !== 'formula'} />
      {/* A number never begins a line. */}
      {marks.length > 0 && '\u2060'}
      {marks}
      {doubtful && (
        <span className="ml-1 inline-flex items-center gap-1 rounded-sm bg-warn-soft px-1.5 font-sans text-warn text-xs">
          <Icon name="flag" size={12} /> {name} by its source
        </span>
      )}{' '}
    </Box>
  );
}
