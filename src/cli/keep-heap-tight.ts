/** Memory of a process that serves: how far V8 lets its heap grow before it collects what is garbage. */
import { setFlagsFromString } from 'node:v8';

/**
 * V8 picks up to four times what is in use where the machine has much memory (`MemoryController` in
 * V8's src/heap), which makes a thousand open answers weigh three times what they hold. With half as
 * much again they weigh what docs/hardening.md shows; the price is measured in decision 0034.
 */
const growingPercent = 50;

export function keepHeapTight(): void {
  setFlagsFromString(`--heap-growing-percent=${growingPercent}`);
}
