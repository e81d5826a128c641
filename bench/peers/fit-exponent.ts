/** A cost at some size. */
export interface CostPoint {
  readonly size: number;
  readonly cost: number;
}

/**
 * The exponent e of cost = c * size^e: the slope of the least squares line through the logarithms.
 * Undefined with fewer than two sizes, or where a cost is not above 0.
 */
export function fitExponent(points: readonly CostPoint[]): number | undefined {
  if (points.length < 2 || points.some(({ cost }) => cost <= 0)) return undefined;
  const logs = points.map(({ size, cost }) => ({ x: Math.log(size), y: Math.log(cost) }));
  const meanOf = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  const x = meanOf(logs.map((point) => point.x));
  const y = meanOf(logs.map((point) => point.y));
  const covariance = logs.reduce((sum, point) => sum + (point.x - x) * (point.y - y), 0);
  const variance = logs.reduce((sum, point) => sum + (point.x - x) ** 2, 0);
  return variance === 0 ? undefined : covariance / variance;
}
