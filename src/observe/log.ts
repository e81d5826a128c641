/** The log: events in, lines out. What an event may hold stands in `log-event.ts`. */
import { jsonLine } from './json-line.ts';
import type { LogEvent } from './log-event.ts';
import { textLines } from './text-lines.ts';

export interface Log {
  /** Writes at once and never throws on account of the event. */
  write(event: LogEvent): void;
}

export interface LogOptions {
  /** `json`: one object a line, every event; `text`: short lines, without single requests; `off`: nothing. */
  readonly format: 'text' | 'json' | 'off';
  readonly print: (line: string) => void;
  /** For lines of trouble in the text form; JSON keeps to one stream. */
  readonly printError: (line: string) => void;
  readonly now?: () => Date;
}

export function createLog({ format, print, printError, now = () => new Date() }: LogOptions): Log {
  return {
    write: (event) => {
      if (format === 'json') print(jsonLine(event, now()));
      if (format !== 'text') return;
      const { lines, isTrouble } = textLines(event);
      for (const line of lines) (isTrouble ? printError : print)(line);
    },
  };
}
