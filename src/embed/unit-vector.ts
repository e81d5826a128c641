import { UpstreamError } from '../errors.ts';

/**
 * Checks what an encoder answered and scales it to unit length.
 *
 * @throws UpstreamError for a wrong length, a value that is not a finite number, or a zero vector.
 */
export function unitVector(
  values: ArrayLike<unknown>,
  dimensions: number,
  encoder: string,
): Float32Array {
  if (values.length !== dimensions) {
    throw new UpstreamError(
      `Encoder "${encoder}" gave a vector of ${values.length} numbers instead of ${dimensions}; check the embedding model and its server.`,
    );
  }
  const vector = new Float32Array(dimensions);
  let squares = 0;
  for (let at = 0; at < dimensions; at += 1) {
    const value = values[at];
    if (typeof value !== 'number' || !Number.isFinite(value)) {
      throw new UpstreamError(
        `Encoder "${encoder}" gave a vector with ${String(value)} at position ${at} instead of a finite number; check the embedding server.`,
      );
    }
    vector[at] = value;
    squares += value * value;
  }
  const norm = Math.sqrt(squares);
  if (!(norm > 1e-9) || !Number.isFinite(norm)) {
    throw new UpstreamError(
      `Encoder "${encoder}" gave a vector without direction (length ${norm}); check the embedding server.`,
    );
  }
  for (let at = 0; at < dimensions; at += 1) vector[at] = vector[at]! / norm;
  return vector;
}
