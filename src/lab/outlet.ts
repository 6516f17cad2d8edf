import type { News } from './protocol.ts';

/** How long what a line's end prints waits for what the command says, in milliseconds: too short to be seen. */
const TOGETHER = 20;

/**
 * The worker's news on their way to the page. A line break that is drawn asks the browser for a frame, and Chromium
 * gives a page that handles a key its workers' messages only after the frame asked for: so the line break that Enter
 * prints waits for the command's answer, and both are drawn at once.
 */
export class Outlet {
  private readonly post: (news: News) => void;
  private readonly held: News[] = [];
  private readonly waiting: (() => void)[] = [];
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(post: (news: News) => void) {
    this.post = post;
  }

  /** A line has ended: what comes now waits for more, or for the next prompt. */
  hold(): void {
    this.timer ??= setTimeout(() => this.flush(), TOGETHER);
  }

  send(news: News): void {
    if (!this.timer) {
      this.post(news);
      return;
    }
    const last = this.held.at(-1);
    if (news.type === 'output' && last?.type === 'output' && last.machine === news.machine) {
      this.held.splice(-1, 1, { ...last, data: last.data + news.data });
    } else {
      this.held.push(news);
    }
  }

  flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    for (const news of this.held.splice(0)) this.post(news);
    for (const go of this.waiting.splice(0)) go();
  }

  /** Resolves when nothing is held: until then the command's answer comes before any other work. */
  async said(): Promise<void> {
    if (this.timer) await new Promise<void>((resolve) => this.waiting.push(resolve));
  }
}
