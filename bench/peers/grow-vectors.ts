/**
 * Real vectors -> as many as are asked for: a place on the way from one to a near neighbour, plus noise
 * of the same covariance. Clustered Gaussians would be far easier to search than real ones.
 */
import { dimensions, neighboursKept, type Seeds } from './seeds.ts';

/** Differences from the mean that make up the noise: their mixture has the covariance of all. */
const noiseParts = 8;
/**
 * Length of the noise against that of the way between two neighbours. With a half, 5,000 grown vectors
 * are as hard to search as the 5,246 real ones they grow from: hnswlib (M 16, ef 32, 338 questions) finds
 * 0.982 of the best ten, of the real ones 0.986; the nearest neighbour's cosine is 0.76 on average, of
 * the real ones 0.79. Without noise 0.987 and 0.91, with as much as the way 0.961 and 0.57.
 */
const noiseShare = 0.5;

/** Two seeds that a chunk lies between. */
export type SeedPair = readonly [number, number];

export interface VectorGrower {
  pair(random: () => number): SeedPair;
  /** A unit vector between the two. */
  grow(pair: SeedPair, random: () => number): Float32Array;
}

export function createVectorGrower(seeds: Pick<Seeds, 'vectors' | 'neighbours'>): VectorGrower {
  const { vectors, neighbours } = seeds;
  const count = vectors.length / dimensions;
  const mean = new Float32Array(dimensions);
  for (let at = 0; at < vectors.length; at += 1) {
    const dimension = at % dimensions;
    mean[dimension] = mean[dimension]! + vectors[at]! / count;
  }
  /** Mean squared distance from the mean, of vectors of length 1. */
  const variance = 1 - mean.reduce((sum, value) => sum + value * value, 0);
  return {
    pair(random) {
      const seed = Math.floor(random() * count);
      const chosen = Math.floor(random() * neighboursKept);
      return [seed, neighbours[seed * neighboursKept + chosen]!];
    },
    grow([from, to], random) {
      const vector = new Float32Array(dimensions);
      const share = random();
      let way = 0;
      for (let at = 0; at < dimensions; at += 1) {
        const start = vectors[from * dimensions + at]!;
        const difference = vectors[to * dimensions + at]! - start;
        vector[at] = start + share * difference;
        way += difference * difference;
      }
      const scale = noiseShare * Math.sqrt(way / variance / noiseParts);
      for (let part = 0; part < noiseParts; part += 1) {
        const row = Math.floor(random() * count) * dimensions;
        const weight = scale * gaussian(random);
        for (let at = 0; at < dimensions; at += 1) {
          vector[at] = vector[at]! + weight * (vectors[row + at]! - mean[at]!);
        }
      }
      return scaledToUnit(vector);
    },
  };
}

function scaledToUnit(vector: Float32Array): Float32Array {
  let squares = 0;
  for (const value of vector) squares += value * value;
  const length = Math.sqrt(squares);
  for (let at = 0; at < dimensions; at += 1) vector[at] = vector[at]! / length;
  return vector;
}

/** Box and Muller, "A note on the generation of random normal deviates" (1958). */
function gaussian(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
