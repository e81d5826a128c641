/** What a command may touch of the outside. */
export interface CliContext {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly print: (line: string) => void;
  readonly printError: (line: string) => void;
  /** Whether progress may redraw its line. */
  readonly isTerminal: boolean;
  readonly exit: (code: number) => void;
}
