// A child process does not inherit tsx: this file switches it on, then runs the child proper.
import { register } from 'tsx/esm/api';

register();
await import('./child.ts');
