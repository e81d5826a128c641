/**
 * An event -> its line of JSON. Fields are taken over one by one, so that what an object happens to
 * carry beside them stays out.
 */
import type { LogEvent } from './log-event.ts';
import { notices } from './text-lines.ts';

type Field = string | number | boolean | null | readonly string[];
type Level = 'info' | 'warn' | 'error';

/** @param time when it happened */
export function jsonLine(event: LogEvent, time: Date): string {
  return JSON.stringify({
    time: time.toISOString(),
    level: levelOf(event),
    event: event.event,
    ...fieldsOf(event),
  });
}

function levelOf(event: LogEvent): Level {
  if (event.event === 'error') return 'error';
  if (event.event === 'stop') return event.reason === 'error' ? 'error' : 'info';
  const isWarning =
    event.event === 'refusal' ||
    event.event === 'page' ||
    (event.event === 'notice' && event.notice === 'keys-broken') ||
    (event.event === 'answer' && event.outcome === 'failed');
  return isWarning ? 'warn' : 'info';
}

function fieldsOf(event: LogEvent): Readonly<Record<string, Field>> {
  switch (event.event) {
    case 'start':
      return { url: event.url, message: `Groundwork listens on ${event.url}` };
    case 'ready':
      return {
        answers: event.answers,
        retrievers: event.retrievers,
        notices: event.notices.length,
      };
    case 'request':
      return {
        requestId: event.requestId,
        method: event.method,
        route: event.route,
        status: event.status,
        complete: event.complete,
        ms: rounded(event.ms),
        bytes: event.bytes,
        caller: event.caller,
      };
    case 'refusal':
      return {
        requestId: event.requestId,
        route: event.route,
        status: event.status,
        reason: event.reason,
        caller: event.caller,
      };
    case 'answer':
      return {
        requestId: event.requestId,
        writer: event.writer,
        outcome: event.outcome,
        ...(event.code !== null && { code: event.code }),
        ...(event.fault !== null && { fault: event.fault }),
        ms: rounded(event.ms),
        inputTokens: event.inputTokens,
        outputTokens: event.outputTokens,
        supported: event.statements.supported,
        partial: event.statements.partial,
        unsupported: event.statements.unsupported,
        verified: event.citations.verified,
        repaired: event.citations.repaired,
        unverified: event.citations.unverified,
      };
    case 'ingest':
      return {
        ms: rounded(event.ms),
        documents: event.documents,
        chunks: event.chunks,
        added: event.added,
        updated: event.updated,
        removed: event.removed,
        embedded: event.embedded,
        reusedVectors: event.reusedVectors,
        setAside: event.setAside,
      };
    case 'notice':
      return { notice: event.notice, message: notices[event.notice] };
    case 'page':
      return { built: false };
    case 'error':
      return {
        requestId: event.requestId,
        during: event.during,
        code: event.code,
        kind: event.kind,
        frames: event.frames,
      };
    case 'stop':
      return {
        reason: event.reason,
        interrupted: event.interrupted,
        uptimeMs: rounded(event.uptimeMs),
      };
  }
}

function rounded(ms: number): number {
  return Math.round(ms * 10) / 10;
}
