/** What ends a server: a signal, or an error that nobody caught. */

export interface StopWatch {
  /** Settles with the first of them. */
  readonly reason: Promise<'signal' | 'error'>;
  unwatch(): void;
}

const signals = ['SIGINT', 'SIGTERM'] as const;
const faults = ['uncaughtException', 'unhandledRejection'] as const;

/**
 * A second signal ends the process at once. After an error that nobody caught its state is unknown:
 * it is told once, and the server is to end what it began and stop.
 *
 * @param onFault hears of the first such error
 */
export function watchForStop(onFault: (error: unknown) => void): StopWatch {
  let settle: (reason: 'signal' | 'error') => void = () => undefined;
  const reason = new Promise<'signal' | 'error'>((resolve) => {
    settle = resolve;
  });
  let signalled = false;
  const onSignal = () => {
    if (signalled) process.exit(1);
    signalled = true;
    settle('signal');
  };
  let failed = false;
  const onError = (error: unknown) => {
    if (failed) return;
    failed = true;
    onFault(error);
    settle('error');
  };
  for (const signal of signals) process.on(signal, onSignal);
  for (const fault of faults) process.on(fault, onError);
  return {
    reason,
    unwatch: () => {
      for (const signal of signals) process.off(signal, onSignal);
      for (const fault of faults) process.off(fault, onError);
    },
  };
}
