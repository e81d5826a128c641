/** Fits a logistic model whose weights may push one way only, and measures it on what it has not seen. */

export interface LabelledClaim<Name extends string> {
  readonly features: Readonly<Record<Name, number>>;
  readonly supported: boolean;
  /** Claims of one group are held out together. */
  readonly group: string;
}

export interface LogisticModel<Name extends string> {
  readonly intercept: number;
  readonly weights: Readonly<Partial<Record<Name, number>>>;
}

/** Strength on standardised features; between 0.003 and 0.1 the result hardly changes. */
const l2 = 0.02;
const iterations = 400;
const learningRate = 2;

/**
 * L2-regularised logistic regression by gradient descent on standardised features, classes weighed
 * alike; weights are given back for the features as they are.
 *
 * @param signs which way each feature may push; only these features are used
 */
export function fitLogistic<Name extends string>(
  claims: readonly LabelledClaim<Name>[],
  signs: Readonly<Partial<Record<Name, 1 | -1>>>,
): LogisticModel<Name> {
  const names = Object.keys(signs) as Name[];
  const scales = names.map((name) => scaleOf(claims.map(({ features }) => features[name])));
  const rows = claims.map(({ features, supported }) => ({
    values: names.map((name, at) => (features[name] - scales[at]!.mean) / scales[at]!.deviation),
    supported,
  }));
  const yes = rows.filter(({ supported }) => supported).length;
  let intercept = 0;
  let weights = names.map(() => 0);
  for (let step = 0; step < iterations; step += 1) {
    const gradient = weights.map((weight) => l2 * weight);
    let interceptGradient = 0;
    for (const { values, supported } of rows) {
      const logit = values.reduce((sum, value, at) => sum + weights[at]! * value, intercept);
      const share = 0.5 / (supported ? yes : rows.length - yes);
      const error = (logistic(logit) - Number(supported)) * share;
      interceptGradient += error;
      for (const [at, value] of values.entries()) gradient[at] = gradient[at]! + error * value;
    }
    intercept -= learningRate * interceptGradient;
    weights = weights.map((weight, at) => {
      const moved = weight - learningRate * gradient[at]!;
      return signs[names[at]!] === 1 ? Math.max(0, moved) : Math.min(0, moved);
    });
  }
  const raw = weights.map((weight, at) => weight / scales[at]!.deviation);
  const shift = raw.reduce((sum, weight, at) => sum + weight * scales[at]!.mean, 0);
  return {
    intercept: rounded(intercept - shift),
    weights: Object.fromEntries(names.map((name, at) => [name, rounded(raw[at]!)])) as Partial<
      Record<Name, number>
    >,
  };
}

/** 0 to 1. Features without a weight do not count. */
export function probabilityOf<Name extends string>(
  { intercept, weights }: LogisticModel<Name>,
  features: Readonly<Record<Name, number>>,
): number {
  let logit = intercept;
  for (const name of Object.keys(weights) as Name[]) logit += weights[name]! * features[name];
  return logistic(logit);
}

/** Probability of each claim by a model that was fitted without its group, in the order given. */
export function leaveGroupsOut<Name extends string>(
  claims: readonly LabelledClaim<Name>[],
  signs: Readonly<Partial<Record<Name, 1 | -1>>>,
): number[] {
  const models = new Map<string, LogisticModel<Name>>();
  return claims.map(({ group, features }) => {
    let model = models.get(group);
    if (model === undefined) {
      model = fitLogistic(
        claims.filter((claim) => claim.group !== group),
        signs,
      );
      models.set(group, model);
    }
    return probabilityOf(model, features);
  });
}

export interface Judged {
  readonly score: number;
  readonly supported: boolean;
}

/** Chance that a supported claim scores above one that is not; ties count half. O(n²). */
export function areaUnderCurve(judged: readonly Judged[]): number {
  const no = judged.filter(({ supported }) => !supported);
  const yes = judged.filter(({ supported }) => supported);
  let won = 0;
  for (const { score } of yes) {
    for (const other of no) won += score > other.score ? 1 : score === other.score ? 0.5 : 0;
  }
  return won / (yes.length * no.length);
}

/** Lowest threshold at which no more than `limit` (0 to 1) of the unsupported claims reach it. */
export function thresholdAt(judged: readonly Judged[], limit: number): number {
  const no = judged.filter(({ supported }) => !supported).map(({ score }) => score);
  no.sort((left, right) => right - left);
  const last = no[Math.floor(limit * no.length + 1e-9)];
  if (last === undefined) return 0;
  const above = judged.map(({ score }) => score).filter((score) => score > last);
  return above.length === 0 ? 1 : Math.min(...above);
}

/** Share of the claims of one kind that reach the threshold. */
export function shareAbove(judged: readonly Judged[], supported: boolean, threshold: number) {
  const among = judged.filter((claim) => claim.supported === supported);
  return among.filter(({ score }) => score >= threshold).length / Math.max(among.length, 1);
}

function scaleOf(values: readonly number[]) {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return { mean, deviation: Math.sqrt(variance) || 1 };
}

function logistic(logit: number): number {
  return 1 / (1 + Math.exp(-logit));
}

function rounded(value: number): number {
  return Number(value.toFixed(3));
}
