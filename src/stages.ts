/** What questions need, in one module: loaded when the first one comes, so that the server listens sooner. */
export { loadGateModel } from './answer/gate.ts';
export { askQuestion } from './ask-question.ts';
export { documentsOf, publicPassage } from './gather-evidence.ts';
export { estimateCost } from './models/estimate-cost.ts';
export { findSources } from './retrieve/find-sources.ts';
export { retrieve } from './retrieve/retrieve.ts';
export { Tracer } from './retrieve/tracer.ts';
export { followUps } from './suggest/follow-ups.ts';
export { Suggestions } from './suggest/suggestions.ts';
