/**
 * The error family. Codes are stable and say who must act; messages say what failed, which thing,
 * what was given against what is allowed, and what to do next. Status codes are decided in
 * `serve/errors.ts`, exit codes in `cli.ts`.
 */
export abstract class GroundworkError extends Error {
  abstract readonly code: string;

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** The operator must change a setting, a folder or an installation. */
export class ConfigError extends GroundworkError {
  readonly code: string = 'config';
}

/** The folder of documents holds none that can be ingested. */
export class EmptyCorpusError extends ConfigError {
  /** Files that are there and could not be read. */
  readonly setAside: readonly { readonly uri: string; readonly reason: string }[];

  constructor(message: string, setAside: EmptyCorpusError['setAside'] = []) {
    super(message);
    this.setAside = setAside;
  }
}

/** The index on disk does not fit what runs now; the operator must ingest again. */
export class IndexMismatchError extends GroundworkError {
  readonly code: string = 'index-mismatch';
}

/** A file of the index is damaged; the message names it and the remedy. */
export class IndexCorruptError extends GroundworkError {
  readonly code: string = 'index-corrupt';
}

/** The server that keeps the library does not answer, or refuses. Its own words are never passed on. */
export class LibraryUnavailableError extends GroundworkError {
  readonly code: string = 'library-unavailable';
}

/** There is no index yet. */
export class IndexMissingError extends GroundworkError {
  readonly code: string = 'index-missing';
}

/** The server has just started and cannot do this yet. */
export class StartingError extends GroundworkError {
  readonly code: string = 'not-ready';
}

/** Another process is writing; the message names it. */
export class LockedError extends GroundworkError {
  readonly code: string = 'locked';
}

/** The asker sent something that cannot be answered. */
export class UserInputError extends GroundworkError {
  readonly code: string = 'invalid-input';
}

/** It cannot be read now and may be another time: nobody is to remember it as unreadable. */
export class PassingInputError extends UserInputError {}

/** What was sent is right by itself, and does not fit what there is already. */
export class ConflictError extends UserInputError {
  override readonly code: string = 'conflict';
}

/** The asker named something that does not exist. */
export class NotFoundError extends GroundworkError {
  readonly code: string = 'not-found';
}

/** A provider failed or answered nonsense. Its own words are never passed on. */
export class UpstreamError extends GroundworkError {
  readonly code: string = 'upstream';
}

/**
 * Too much at once, or within a time: the asker may try again. `busy` and `stopping` are the server's
 * state, the others what the asker, or all askers together, have used up.
 */
export class LimitError extends GroundworkError {
  readonly code: 'too-many-requests' | 'too-many-answers' | 'quota-exceeded' | 'busy' | 'stopping';
  /** Whole seconds, 1 or more. */
  readonly retryAfterSeconds: number;

  constructor(code: LimitError['code'], message: string, retryAfterSeconds: number) {
    super(message);
    this.code = code;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}
