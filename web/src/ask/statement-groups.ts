import type { Statement } from '../../../src/serve/contract.ts';

export interface StatementGroup {
  readonly layout: Statement['layout'];
  readonly statements: readonly Statement[];
}

/** Neighbours of one layout belong together: a paragraph, a list. Each formula stands alone. */
export function groupStatements(statements: readonly Statement[]): StatementGroup[] {
  const groups: { layout: Statement['layout']; statements: Statement[] }[] = [];
  for (const statement of statements) {
    const last = groups.at(-1);
    if (last?.layout === statement.layout && statement.layout !== 'formula') {
      last.statements.push(statement);
    } else groups.push({ layout: statement.layout, statements: [statement] });
  }
  return groups;
}
