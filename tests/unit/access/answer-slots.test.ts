import { describe, expect, it } from 'vitest';
import { createAnswerSlots } from '../../../src/access/answer-slots.ts';

describe('createAnswerSlots', () => {
  it('gives at most as many as there are, and one again for each that comes back', () => {
    const slots = createAnswerSlots(2);
    const first = slots.take();
    slots.take();
    expect(() => slots.take()).toThrow(
      expect.objectContaining({ code: 'busy', retryAfterSeconds: 2 }),
    );
    first.giveBack();
    slots.take();
    expect(slots.taken).toBe(2);
  });

  it('takes each back once, however often it is given', () => {
    const slots = createAnswerSlots(2);
    const first = slots.take();
    slots.take();
    first.giveBack();
    first.giveBack();
    expect(slots.taken).toBe(1);
  });

  it('begins nothing once it is closed, and lets go on what is on its way', () => {
    const slots = createAnswerSlots(2);
    const running = slots.take();
    slots.close();
    expect(() => slots.take()).toThrow(expect.objectContaining({ code: 'stopping' }));
    expect(running.signal.aborted).toBe(false);
  });

  it('ends all that is on its way, and not what has ended', () => {
    const slots = createAnswerSlots(3);
    const [running, other, ended] = [slots.take(), slots.take(), slots.take()];
    ended.giveBack();
    expect(slots.endAll()).toBe(2);
    expect([running, other, ended].map(({ signal }) => signal.aborted)).toEqual([
      true,
      true,
      false,
    ]);
    expect(running.signal.reason).toMatchObject({
      code: 'stopping',
      message: 'The server is stopping; ask again in a moment.',
    });
  });

  it('tells when all are free', async () => {
    const slots = createAnswerSlots(1);
    await slots.whenFree();
    const running = slots.take();
    let free = false;
    const waiting = slots.whenFree().then(() => {
      free = true;
    });
    await Promise.resolve();
    expect(free).toBe(false);
    running.giveBack();
    await waiting;
    expect(free).toBe(true);
  });
});
