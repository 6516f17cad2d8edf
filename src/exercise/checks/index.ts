import type { Check } from '../check.ts';
import { container } from './container.ts';
import { file } from './file.ts';
import { http } from './http.ts';
import { image } from './image.ts';
import { login } from './login.ts';
import { pushed } from './pushed.ts';
import { ran } from './ran.ts';

/** Every kind of check by the name that lessons use. */
export const CHECKS = { container, file, http, image, login, pushed, ran } satisfies Record<string, Check>;
