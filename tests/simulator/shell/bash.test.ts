import { join } from 'node:path';
import { replay } from './replay.ts';

/** The shell against recordings of the real bash; see record.ts. */
replay(join(import.meta.dirname, 'recordings'));
