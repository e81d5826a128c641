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
  const unverified = cited.some(({ status }) => status === 'unverified');
  const doubtful = support !== 'supported' || unverified;
  const marks = cited.map((citation) => (
    <Cite
      key={citation.marker}
      citation={citation}
      changed={changedSources.includes(citation.documentId)}
      shown={citation === shown}
      onOpen={onOpen}
    />
  ));
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
      {doubtful && <Doubt support={support} unverified={unverified} />}{' '}
    </Box>
  );
}

/** What is in doubt, in words: loud where nothing carries the sentence, quiet where something does. */
function Doubt({ support, unverified }: { support: Statement['support']; unverified: boolean }) {
  if (support === 'partial' && !unverified) {
    return (
      <span className="ml-1 whitespace-nowrap font-sans text-quiet text-xs">
        ({supportNames.partial.toLowerCase()} by its source)
      </span>
    );
  }
  return (
    <span className="ml-1 inline-flex items-center gap-1 rounded-sm bg-warn-soft px-1.5 font-sans text-warn text-xs">
      <Icon name="flag" size={12} />
      {unverified
        ? 'Its quotation is not in the source'
        : `${supportNames.unsupported} by its source`}
    </span>
  );
}
