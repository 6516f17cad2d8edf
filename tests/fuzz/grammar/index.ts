import fc from 'fast-check';
import { build } from './build.ts';
import { containers } from './containers.ts';
import { images } from './images.ts';
import { registry } from './registry.ts';
import { shell } from './shell.ts';
import { steady } from './steady.ts';
import { system } from './system.ts';
import { badFlag, oneOf, words } from './words.ts';

/** Command lines as people and their typing errors make them: mostly meaningful, often refused, now and then absurd. */

/** What is typed at whatever asks: nothing, or a few lines. */
export const answers: fc.Arbitrary<string[]> = fc.oneof(
  { weight: 1, arbitrary: fc.constant<string[]>([]) },
  {
    weight: 2,
    arbitrary: fc.array(oneOf('y\n', 'n\n', '\n', 'learner\n', 's3cret\n', 'exit 1\n', 'é'), {
      minLength: 1,
      maxLength: 3,
    }),
  },
);

/** One line for a shell. */
export const commandLine: fc.Arbitrary<string> = fc.oneof(
  { weight: 5, arbitrary: images },
  { weight: 4, arbitrary: steady },
  { weight: 5, arbitrary: containers },
  { weight: 3, arbitrary: registry },
  { weight: 2, arbitrary: system },
  { weight: 1, arbitrary: build },
  { weight: 2, arbitrary: shell },
  { weight: 1, arbitrary: words(images, badFlag) },
);
