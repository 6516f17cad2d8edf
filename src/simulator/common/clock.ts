/**
 * The world's time. Nothing in the simulator reads another clock, so that `sleep 12h` can jump and the same
 * script gives the same bytes.
 */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /**
   * Somebody waits in the foreground (`sleep 5`, the pause before a retry): the clock may jump, so a long wait
   * costs the learner little. Rejects with the signal's reason when aborted.
   */
  pass(milliseconds: number, signal?: AbortSignal): Promise<void>;
  /**
   * Something happens by itself later (a container's `sleep 1000`, a token's expiry): waits until the world's
   * time has come, and never moves it. Rejects with the signal's reason when aborted.
   */
  until(time: number, signal?: AbortSignal): Promise<void>;
  /**
   * Somebody waits in the foreground for what others do (`docker logs -f`, `wait`) and gets what `wait` gives. A clock
   * that would stand still goes on meanwhile, from one thing that happens by itself to the next. An abort ends that;
   * `wait` itself ends as it likes.
   */
  during<T>(wait: Promise<T>, signal?: AbortSignal): Promise<T>;
  /**
   * Code is loaded (a program that is run for the first time) and given as `code` gives it. In the world that takes no
   * time: a clock that jumps or stands still does not move meanwhile.
   */
  loading<T>(code: T | Promise<T>): Promise<T>;
}
