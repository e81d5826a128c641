import { expect, it } from 'vitest';
import { nextTurn } from '../../../src/retrieve/next-turn.ts';

it('lets one step run in each turn of the event loop, in the order of asking', async () => {
  const order: string[] = [];
  let turn = 0;
  let isOver = false;
  const count = () => {
    turn += 1;
    if (!isOver) setImmediate(count);
  };
  setImmediate(count);
  const work = async (name: string) => {
    for (const step of [1, 2]) {
      await nextTurn();
      order.push(`${name}${step} in turn ${turn}`);
    }
  };
  await Promise.all([work('a'), work('b'), work('c')]);
  isOver = true;
  expect(order.map((line) => line.slice(0, 2))).toEqual(['a1', 'b1', 'c1', 'a2', 'b2', 'c2']);
  expect(new Set(order.map((line) => line.split(' ').at(-1)))).toHaveLength(6);
});
