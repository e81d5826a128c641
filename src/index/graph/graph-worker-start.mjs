// Worker threads do not inherit tsx: this file switches it on, then runs the worker proper.
import { register } from 'tsx/esm/api';

register();
await import('./graph-worker.ts');
