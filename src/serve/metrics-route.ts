/** GET /metrics: what happened so far, as Prometheus reads it. */
import type { RequestHandler } from 'express';
import type { Metrics } from '../observe/metrics.ts';

export function metricsRoute(metrics: Pick<Metrics, 'expose'>): RequestHandler {
  return async (_request, response) => {
    const { contentType, text } = await metrics.expose();
    response.set({ 'Content-Type': contentType, 'Cache-Control': 'no-store' }).send(text);
  };
}
