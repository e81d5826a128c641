/**
 * The worker thread behind `local-embedder.ts`: tokenises and encodes one text at a time on one
 * thread. Batches of one are the fastest here: larger ones leave the cache (docs/decisions/0005).
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { Tokenizer } from '@huggingface/tokenizers';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { z } from 'zod';
import { localModel } from './local-model.ts';
import type { WorkerReply, WorkerRequest } from './local-protocol.ts';

const { modelFolder } = z.object({ modelFolder: z.string() }).parse(workerData);
const port = parentPort;
if (port === null) throw new Error('local-worker.ts runs as a worker thread only.');

const weights = readFileSync(join(modelFolder, localModel.weightsFile));
const checksum = createHash('sha256').update(weights).digest('hex');
if (checksum !== localModel.weightsSha256) {
  throw new Error(
    `Model file "${localModel.weightsFile}" is damaged: sha256 ${checksum.slice(0, 12)}… instead of ${localModel.weightsSha256.slice(0, 12)}…; restore it from the repository.`,
  );
}
const tokenizer = createTokenizer();
const session = await InferenceSession.create(weights, {
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
  executionMode: 'sequential',
  graphOptimizationLevel: 'all',
});

/** The published tokenizer pads and cuts to 128 tokens; both are switched off here. */
function createTokenizer(): Tokenizer {
  const read = (name: string): Record<string, unknown> =>
    z
      .record(z.string(), z.unknown())
      .parse(JSON.parse(readFileSync(join(modelFolder, name), 'utf8')));
  const definition = { ...read('tokenizer.json'), truncation: null, padding: null };
  return new Tokenizer(definition, read('tokenizer_config.json'));
}

/** Token ids in windows of at most 256, each between [CLS] and [SEP]. */
function windowsOf(text: string): number[][] {
  const ids = tokenizer.encode(text).ids;
  if (ids.length <= localModel.maxTokens) return [ids];
  const first = ids[0]!;
  const last = ids.at(-1)!;
  const inner = ids.slice(1, -1);
  const size = localModel.maxTokens - 2;
  const count = Math.ceil(inner.length / size);
  const width = Math.ceil(inner.length / count);
  return Array.from({ length: count }, (_, at) => [
    first,
    ...inner.slice(at * width, (at + 1) * width),
    last,
  ]);
}

async function encodeWindow(ids: readonly number[]): Promise<Float32Array> {
  const shape = [1, ids.length];
  const outputs = await session.run({
    input_ids: new Tensor('int64', BigInt64Array.from(ids, BigInt), shape),
    attention_mask: new Tensor('int64', new BigInt64Array(ids.length).fill(1n), shape),
    token_type_ids: new Tensor('int64', new BigInt64Array(ids.length), shape),
  });
  const values = outputs['embedding']?.data;
  if (!(values instanceof Float32Array)) throw new Error('The model gave no embedding.');
  return Float32Array.from(values);
}

/** One window as it is; several averaged by their number of tokens. */
async function encode(text: string): Promise<Float32Array> {
  const windows = windowsOf(text);
  if (windows.length === 1) return encodeWindow(windows[0]!);
  const mean = new Float32Array(localModel.dimensions);
  for (const ids of windows) {
    const vector = await encodeWindow(ids);
    for (let at = 0; at < mean.length; at += 1) mean[at] = mean[at]! + vector[at]! * ids.length;
  }
  return mean;
}

const waiting: WorkerRequest[] = [];
let running = false;

async function drain(): Promise<void> {
  running = true;
  for (let request = waiting.shift(); request; request = waiting.shift()) {
    const reply = await answer(request);
    port!.postMessage(reply, reply.vector ? [reply.vector.buffer as ArrayBuffer] : []);
  }
  running = false;
}

async function answer({ id, text }: WorkerRequest): Promise<WorkerReply> {
  try {
    return { id, vector: await encode(text) };
  } catch (error) {
    return { id, error: error instanceof Error ? error.message : String(error) };
  }
}

port.on('message', (request: WorkerRequest) => {
  if (request.id === -1) {
    waiting.length = 0;
    port.close();
    return;
  }
  waiting.push(request);
  if (!running) void drain();
});
port.postMessage({ id: -1 } satisfies WorkerReply);
