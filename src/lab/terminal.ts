import { MachineScreen } from './screen.ts';

interface TerminalEvents {
  open(machine: string, columns: number, rows: number): void;
  input(machine: string, data: string): void;
  resize(machine: string, columns: number, rows: number): void;
  undo(): void;
  reset(): void;
}

/** The terminal of the lab: a tab a machine, undo, reset, and a line for what the learner must be told. */
export class LabTerminal extends HTMLElement {
  private events: TerminalEvents | undefined;
  private readonly screens = new Map<string, MachineScreen>();
  private readonly ready = new Set<string>();
  private readonly opened = new Set<string>();
  private readonly drawn = new Map<string, number>();
  /** Keys typed before the prompt was there. */
  private readonly early = new Map<string, string>();

  connectedCallback(): void {
    this.addEventListener('click', (event) => this.clicked(event));
    this.querySelector('[role="tablist"]')!.addEventListener('keydown', (event) =>
      this.arrow(event as KeyboardEvent),
    );
    new ResizeObserver(() => this.current.fit()).observe(this.place);
    document.addEventListener('keydown', (event) => this.typedElsewhere(event));
  }

  /** From here on the terminal speaks to a world. */
  connect(events: TerminalEvents): void {
    this.events = events;
    this.current.show(this.place);
  }

  get machine(): string {
    return this.dataset.machine!;
  }

  get machines(): string[] {
    return this.tabs.map((tab) => tab.dataset.tab!);
  }

  /** Puts a machine's terminal in front. */
  select(machine: string): void {
    this.dataset.machine = machine;
    for (const tab of this.tabs) {
      const on = tab.dataset.tab === machine;
      tab.setAttribute('aria-selected', String(on));
      tab.tabIndex = on ? 0 : -1;
    }
    this.place.setAttribute('aria-labelledby', `lab-tab-${machine}`);
    this.toggleAttribute('data-ready', this.ready.has(machine));
    this.current.show(this.place);
    this.open(machine);
  }

  /** The world is gone: until another is there, keys are held back. */
  pause(): void {
    this.opened.clear();
    this.ready.clear();
    this.removeAttribute('data-ready');
  }

  /** The world is loaded, for the first time or anew: sessions must be opened. */
  reopen(): void {
    this.pause();
    this.open(this.machine);
  }

  /** Lets keys through as soon as the prompt is there; `seen` is told once it is seen. */
  markReady(machine: string, seen: () => void): void {
    // Only after what the shell wrote before it has been drawn.
    this.screen(machine).writeNow('', () => {
      this.ready.add(machine);
      const early = this.early.get(machine);
      this.early.delete(machine);
      if (early) this.events?.input(machine, early);
      if (machine === this.machine) this.toggleAttribute('data-ready', true);
      // All else comes after the frame that shows the prompt.
      requestAnimationFrame(() =>
        setTimeout(() => {
          seen();
          if (machine === this.machine) this.current.showCursor();
        }),
      );
    });
  }

  write(machine: string, data: string): void {
    if (this.ready.has(machine)) this.screen(machine).write(data);
    else this.screen(machine).writeNow(data);
  }

  replace(machine: string, text: string, columns: number): void {
    this.screen(machine).replace(text, columns);
    this.drawn.delete(machine);
  }

  /** What the machine has printed since this was last asked. */
  printed(machine: string, take: (text: string) => void): void {
    const screen = this.screen(machine);
    screen.write('', () => {
      take(screen.textFrom(this.drawn.get(machine) ?? 0));
      this.drawn.set(machine, screen.row);
    });
  }

  override focus(): void {
    this.current.focus();
  }

  /** Shows a message above the screen, or takes it away. */
  tell(message: string | undefined, action?: { label: string; run: () => void }): void {
    const line = this.querySelector<HTMLElement>('.notice')!;
    line.replaceChildren();
    line.hidden = message === undefined;
    if (message === undefined) return;
    const text = document.createElement('span');
    text.textContent = message;
    line.append(text);
    if (action) line.append(button(action.label, action.run));
    line.append(button('Close', () => this.tell(undefined)));
  }

  private open(machine: string): void {
    if (!this.events || this.opened.has(machine)) return;
    this.opened.add(machine);
    const { columns, rows } = this.screen(machine).size;
    this.events.open(machine, columns, rows);
  }

  private screen(machine: string): MachineScreen {
    const known = this.screens.get(machine);
    if (known) return known;
    const screen = new MachineScreen(machine, {
      input: (data) => {
        if (this.ready.has(machine)) this.events?.input(machine, data);
        else this.early.set(machine, (this.early.get(machine) ?? '') + data);
      },
      resize: (columns, rows) => {
        if (this.opened.has(machine)) this.events?.resize(machine, columns, rows);
      },
    });
    this.screens.set(machine, screen);
    return screen;
  }

  private get current(): MachineScreen {
    return this.screen(this.machine);
  }

  private get place(): HTMLElement {
    return this.querySelector<HTMLElement>('[role="tabpanel"]')!;
  }

  private get tabs(): HTMLButtonElement[] {
    return [...this.querySelectorAll<HTMLButtonElement>('[role="tab"]')];
  }

  private clicked(event: Event): void {
    const pressed = (event.target as Element).closest('button');
    if (!pressed) return;
    if (pressed.dataset.tab) {
      this.select(pressed.dataset.tab);
      this.focus();
    } else if (pressed.dataset.key) {
      this.events?.input(this.machine, JSON.parse(`"${pressed.dataset.key}"`));
      this.focus();
    } else if (pressed.dataset.do === 'undo') {
      this.events?.undo();
    } else if (pressed.dataset.do === 'reset') {
      this.events?.reset();
    }
  }

  /** Who types a letter while nothing has the focus means the terminal. */
  private typedElsewhere({ key, ctrlKey, altKey, metaKey }: KeyboardEvent): void {
    const letter = key.length === 1 && key !== ' ' && !ctrlKey && !altKey && !metaKey;
    if (letter && document.activeElement === document.body) this.focus();
  }

  /** Arrows move between tabs, as the ARIA pattern for tabs asks. */
  private arrow(event: KeyboardEvent): void {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    const tabs = this.tabs;
    const at = tabs.findIndex((tab) => tab.dataset.tab === this.machine);
    const next = tabs[(at + step + tabs.length) % tabs.length]!;
    this.select(next.dataset.tab!);
    next.focus();
  }
}

function button(label: string, run: () => void): HTMLButtonElement {
  const made = document.createElement('button');
  made.type = 'button';
  made.textContent = label;
  made.addEventListener('click', run);
  return made;
}
