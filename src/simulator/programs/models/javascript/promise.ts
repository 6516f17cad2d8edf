import { iterate } from './iteration.ts';
import type { EventLoop } from './loop.ts';
import {
  Arr,
  Fn,
  native,
  object,
  PromiseValue,
  Thrown,
  toText,
  typeError,
  type Value,
  withProperties,
} from './values.ts';

/** `Promise` */
export function promiseFunction(loop: EventLoop): Fn {
  const settle = async (value: Value) => (value instanceof PromiseValue ? value.promise : value);
  const fn = withProperties(
    native('Promise', () => undefined),
    {
      resolve: native('resolve', ([value]) => new PromiseValue(settle(value))),
      reject: native('reject', ([value]) => new PromiseValue(Promise.reject(new Thrown(value)))),
      all: native(
        'all',
        ([list]) =>
          new PromiseValue(Promise.all(iterate(list).map(settle)).then((values) => new Arr(values))),
      ),
      race: native('race', ([list]) => new PromiseValue(Promise.race(iterate(list).map(settle)))),
      allSettled: native('allSettled', ([list]) => {
        const each = iterate(list).map((item) =>
          settle(item).then(
            (value) => object({ status: 'fulfilled', value }),
            (error: unknown) =>
              object({ status: 'rejected', reason: error instanceof Thrown ? error.value : undefined }),
          ),
        );
        return new PromiseValue(Promise.all(each).then((values) => new Arr(values)));
      }),
    },
  );
  fn.construct = ([executor]) =>
    new PromiseValue(
      new Promise((resolve, reject) => {
        const done = native('resolve', ([value]) => resolve(settle(value)) as undefined);
        const failed = native('reject', ([value]) => reject(new Thrown(value)) as undefined);
        if (!(executor instanceof Fn))
          throw typeError(`Promise resolver ${toText(executor)} is not a function`);
        void loop.guard(async () => {
          try {
            await executor.call(undefined, [done, failed]);
          } catch (error) {
            if (!(error instanceof Thrown)) throw error;
            reject(error);
          }
        });
      }),
    );
  return fn;
}
