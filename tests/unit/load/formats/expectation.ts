/** What a fixture must come out as. */
export interface Expectation {
  /** Below `tests/fixtures/formats/`. */
  readonly file: string;
  readonly title?: string;
  /** All of them, in order, with their level: `## Layers`. */
  readonly headings?: readonly string[];
  /** Sentences and other runs of text, whole, as they must stand. */
  readonly has?: readonly string[];
  /** Runs that must stand exactly once. */
  readonly once?: readonly string[];
  readonly lacks?: readonly string[];
  /** Rows of tables by their cells. */
  readonly rows?: readonly (readonly string[])[];
  readonly metadata?: Readonly<Record<string, string>>;
  /** Number of pages, slides or chapters. */
  readonly pages?: number;
  /** Where the file must be refused: words of the reason. */
  readonly refused?: string;
}
