/**
 * Weaviate's client writes each of its retries to the console, with a dump of the error. Whether the
 * server answers is said by `faults.ts`, once, and the console belongs to the program's own log.
 */
const retry = /^(?:Attempt|Healthcheck) \d+ failed\. Retrying in /;

let isSilent = false;

export function silenceClient(): void {
  if (isSilent) return;
  isSilent = true;
  const warn = console.warn.bind(console);
  console.warn = (...said: unknown[]) => {
    if (said.some((one) => typeof one === 'string' && retry.test(one))) return;
    warn(...said);
  };
}
