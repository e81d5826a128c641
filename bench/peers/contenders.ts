/** Everything that the peer benchmark measures; the product first, as the others are compared with it. */
import type { Contender } from './contender.ts';
import { groundwork } from './groundwork-contender.ts';
import { lanceFlat, lanceIndexed } from './lancedb.ts';
import { langchainBm25 } from './langchain-bm25.ts';
import { langchainMemory } from './langchain-memory.ts';
import { minisearch } from './minisearch.ts';
import { orama } from './orama.ts';
import { sqlite } from './sqlite.ts';

export const contenders: readonly Contender[] = [
  groundwork,
  lanceIndexed,
  lanceFlat,
  sqlite,
  orama,
  minisearch,
  langchainMemory,
  langchainBm25,
];
