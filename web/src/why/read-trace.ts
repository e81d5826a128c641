/**
 * A trace -> what the view says of each step. Traces of older versions and of questions that were not
 * explained lack details: everything but the steps' times may be missing.
 */
import type { ChatResponse } from '../../../src/serve/contract.ts';
import { coveredMs } from './covered-ms.ts';
import { type Parts, readParts } from './read-parts.ts';
import { type NamedPlace, type Place, readNamedPlace, readPlace } from './read-place.ts';
import { readStandalone, type Standalone } from './read-standalone.ts';
import {
  type Fields,
  fieldsOf,
  listOf,
  numberOf,
  numbersOf,
  textOf,
  textsOf,
} from './read-values.ts';
import { readWriting, type Writing } from './read-writing.ts';

export type Trace = ChatResponse['trace'];

export interface Rewrite {
  /** What was searched. */
  readonly text: string | undefined;
  readonly terms: readonly string[];
  readonly repairs: readonly { readonly from: string; readonly to: string }[];
  readonly leftOut: readonly string[];
  readonly unknownWords: readonly string[];
  readonly joinedWith: string | undefined;
}

export interface Hit {
  readonly rank: number;
  readonly score: number;
}

/** A passage that competed, in the order of the fused ranking. */
export interface Candidate extends NamedPlace {
  /** Fused rank, from 1. */
  readonly rank: number;
  readonly chunkId: string;
  readonly lexical: Hit | undefined;
  readonly dense: Hit | undefined;
  readonly cosine: number | undefined;
  readonly coverage: number;
  readonly discount: number;
  readonly score: number;
  readonly kept: boolean;
  readonly why: string;
}

export interface Gate {
  readonly answerable: boolean;
  readonly probability: number;
  readonly threshold: number | undefined;
  readonly reason: string | undefined;
  /** Which set of weights: `keyed`, `plain` or `lexical`. */
  readonly weights: string | undefined;
  readonly intercept: number | undefined;
  readonly logit: number | undefined;
  readonly features: Readonly<Record<string, number>>;
  readonly contributions: Readonly<Record<string, number>>;
}

export interface WeighedSentence extends Place {
  readonly text: string;
  readonly score: number;
  readonly chosen: boolean;
}

export interface Account {
  readonly standalone: Standalone | undefined;
  readonly rewrite: Rewrite | undefined;
  /** Candidates that each arm gave; undefined where it did not search. */
  readonly found: { readonly lexical: number | undefined; readonly dense: number | undefined };
  readonly formula: string | undefined;
  readonly coverageWeight: number;
  /** Fused candidates before the cut. */
  readonly fused: number | undefined;
  readonly candidates: readonly Candidate[];
  readonly gate: Gate | undefined;
  /** What an agent searched for; undefined but for deep answers. */
  readonly parts: Parts | undefined;
  /** What a model did; undefined where sentences are quoted or none were reached. */
  readonly writing: Writing | undefined;
  readonly sentences: readonly WeighedSentence[];
  /** Sentences and words that were quoted. */
  readonly quoted: { readonly sentences: number | undefined; readonly words: number | undefined };
  /** How long each kind of step took, in milliseconds. */
  readonly ms: Readonly<Record<string, number>>;
}

const usualCoverageWeight = 0.5;

export function readTrace({ steps }: Trace): Account {
  const outputs = (name: string): Fields => steps.find((step) => step.name === name)?.outputs ?? {};
  const fuse = outputs('fuse');
  const generate = outputs('generate');
  return {
    standalone: readStandalone(steps),
    rewrite: steps.some(({ name }) => name === 'rewrite')
      ? readRewrite(outputs('rewrite'))
      : undefined,
    found: { lexical: numberOf(outputs('lexical').found), dense: numberOf(outputs('dense').found) },
    formula: textOf(fuse.formula),
    coverageWeight:
      numberOf(fieldsOf(fuse.weights)?.coverage) ??
      numberOf(fuse.coverageWeight) ??
      usualCoverageWeight,
    fused: numberOf(fuse.candidates),
    candidates: listOf(outputs('pack').rows, readRow).map((row, at) => ({ ...row, rank: at + 1 })),
    gate: readGate(outputs('gate')),
    parts: readParts(steps),
    writing: readWriting(generate),
    sentences: listOf(generate.considered, readSentence),
    quoted: { sentences: numberOf(generate.sentences), words: numberOf(generate.words) },
    ms: coveredMs(steps),
  };
}

function readRewrite(outputs: Fields): Rewrite {
  return {
    text: textOf(outputs.text),
    terms: textsOf(outputs.terms),
    repairs: listOf(outputs.repairs, (repair) => {
      const from = textOf(repair.from);
      const to = textOf(repair.to);
      return from === undefined || to === undefined ? undefined : { from, to };
    }),
    leftOut: textsOf(outputs.leftOut),
    unknownWords: textsOf(outputs.unknownWords),
    joinedWith: textOf(outputs.joinedWith),
  };
}

function readRow(row: Fields): Omit<Candidate, 'rank'> | undefined {
  const place = readNamedPlace(row);
  const chunkId = textOf(row.chunkId);
  const score = numberOf(row.score);
  if (place === undefined || chunkId === undefined || score === undefined) return undefined;
  return {
    ...place,
    chunkId,
    lexical: readHit(row.lexical),
    dense: readHit(row.dense),
    cosine: numberOf(row.cosine),
    coverage: numberOf(row.coverage) ?? 0,
    discount: numberOf(row.discount) ?? 0,
    score,
    kept: row.kept === true,
    why: textOf(row.why) ?? '',
  };
}

function readHit(value: unknown): Hit | undefined {
  const hit = fieldsOf(value);
  const rank = numberOf(hit?.rank);
  const score = numberOf(hit?.score);
  return rank === undefined || score === undefined ? undefined : { rank, score };
}

function readGate(outputs: Fields): Gate | undefined {
  const probability = numberOf(outputs.probability);
  if (probability === undefined) return undefined;
  return {
    answerable: outputs.answerable === true,
    probability,
    threshold: numberOf(outputs.threshold),
    reason: textOf(outputs.reason),
    weights: textOf(outputs.weights),
    intercept: numberOf(outputs.intercept),
    logit: numberOf(outputs.logit),
    features: numbersOf(outputs.features),
    contributions: numbersOf(outputs.contributions),
  };
}

function readSentence(sentence: Fields): WeighedSentence | undefined {
  const place = readPlace(sentence);
  const text = textOf(sentence.text);
  const score = numberOf(sentence.score);
  if (place === undefined || text === undefined || score === undefined) return undefined;
  return { ...place, text, score, chosen: sentence.chosen === true };
}
