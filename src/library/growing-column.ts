type Numbers = Uint8Array | Uint32Array | Float32Array;

/** A typed array that grows by doubling. */
export class GrowingColumn<Kind extends Numbers> {
  readonly #make: new (
    length: number,
  ) => Kind;
  #values: Kind;
  #length = 0;

  constructor(make: new (length: number) => Kind) {
    this.#make = make;
    this.#values = new make(1024);
  }

  push(values: ArrayLike<number>): void {
    const needed = this.#length + values.length;
    if (needed > this.#values.length) {
      const grown = new this.#make(Math.max(needed, this.#values.length * 2));
      grown.set(this.#values);
      this.#values = grown;
    }
    this.#values.set(values, this.#length);
    this.#length = needed;
  }

  /** What was pushed, as a view. */
  finish(): Kind {
    return this.#values.subarray(0, this.#length) as Kind;
  }
}
