import { describeLibrary } from './library.ts';

describeLibrary('library of one machine', () => ({ LIBRARY: 'local' }));
