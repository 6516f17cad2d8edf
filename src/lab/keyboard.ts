/**
 * A phone's keyboard lies over the lower part of the page, where the terminal is. Says in `--covered` how much of it,
 * so that the lab can stand on the keyboard.
 */
export function standOnKeyboard(lab: HTMLElement): void {
  const seen = globalThis.visualViewport;
  if (!seen) return;
  const follow = (): void => {
    // What is zoomed in is not covered.
    const covered = seen.scale > 1.01 ? 0 : innerHeight - seen.height - seen.offsetTop;
    lab.style.setProperty('--covered', `${Math.max(0, Math.round(covered))}px`);
  };
  seen.addEventListener('resize', follow);
  seen.addEventListener('scroll', follow);
  follow();
}
