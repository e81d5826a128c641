/** An event -> lines for a person at the console. Single requests are left out: JSON has them. */
import type { ErrorEvent, LogEvent, NoticeEvent, ReadyEvent } from './log-event.ts';

export interface TextLines {
  readonly lines: readonly string[];
  /** Whether they tell of trouble. */
  readonly isTrouble: boolean;
}

export function textLines(event: LogEvent): TextLines {
  switch (event.event) {
    case 'start':
      return said([`Groundwork listens on ${event.url}`, event.destinations]);
    case 'ready':
      return said([modeLine(event), ...event.notices]);
    case 'ingest':
      return event.setAside === 0
        ? said([event.summary])
        : {
            lines: [
              `Set aside: ${event.setAside} of the files; npm run ingest -- --dry-run names them.`,
              event.summary,
            ],
            isTrouble: true,
          };
    case 'page':
      return trouble(event.problem);
    case 'notice':
      return { lines: [notices[event.notice]], isTrouble: event.notice === 'keys-broken' };
    case 'refusal': {
      const { reason, status, route, caller, requestId } = event;
      const whom = caller === null ? '' : ` to ${caller}`;
      return trouble(`Refused: ${reason} (${status}) at ${route}${whom}, request ${requestId}.`);
    }
    case 'answer':
      return event.outcome === 'failed'
        ? trouble(
            `No answer: ${event.fault === null ? event.code : `${event.code} (${event.fault})`} after ${Math.round(event.ms)} ms${within(event.requestId)}.`,
          )
        : said([]);
    case 'error':
      return trouble(errorLine(event));
    case 'stop':
      return event.reason === 'error'
        ? trouble('Groundwork stops after an error.')
        : said(event.interrupted > 0 ? [`${event.interrupted} answers were cut short.`] : []);
    case 'request':
      return said([]);
  }
}

/** No path and no key is in them. */
export const notices: Readonly<Record<NoticeEvent['notice'], string>> = {
  'key-made': 'A key of scope admin was made; it lies in "admin.key" in DATA_DIR.',
  'keys-broken':
    '"keys.json" in DATA_DIR cannot be read: none of its keys is taken until it is mended.',
  demo: 'DEMO is on: anyone who reaches this server may ask and read; nothing is kept or changed.',
};

function modeLine({ answers, model, retrievers }: ReadyEvent): string {
  const writer =
    answers === 'extractive' ? 'Answers quote the documents' : `${model} writes answers`;
  return `${writer}; search by ${retrievers.join(' + ')}.`;
}

const remedies: Readonly<Partial<Record<ErrorEvent['during'], string>>> = {
  ingest: ' The documents could not be prepared; npm run ingest says why.',
};

function errorLine({ during, code, kind, frames, requestId }: ErrorEvent): string {
  const where = frames.length > 0 ? ` at ${frames.join(' < ')}` : '';
  return `Error: ${code} (${kind})${where}${within(requestId)}.${remedies[during] ?? ''}`;
}

function within(requestId: string | null): string {
  return requestId === null ? '' : `, request ${requestId}`;
}

function said(lines: readonly string[]): TextLines {
  return { lines, isTrouble: false };
}

function trouble(line: string): TextLines {
  return { lines: [line], isTrouble: true };
}
