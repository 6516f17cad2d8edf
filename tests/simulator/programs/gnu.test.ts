import { join } from 'node:path';
import { replay } from '../shell/replay.ts';

/** The programs against recordings of the real ones; see ../shell/record.ts. */
replay(join(import.meta.dirname, 'recordings'));
