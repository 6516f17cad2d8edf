import { inlineMarkdown } from './inline.ts';
import type { StepView } from './protocol.ts';

interface StepsEvents {
  /** Types a step's solution into the terminal of its machine. */
  type(machine: string, text: string): void;
}

/** The steps of a lesson, each where the prose speaks of it. */
export class LabSteps extends HTMLElement {
  private events: StepsEvents | undefined;
  /** What is shown, as text. */
  private shown = '';

  connectedCallback(): void {
    this.addEventListener('click', (event) => this.clicked(event));
  }

  connect(events: StepsEvents): void {
    this.events = events;
  }

  /** The first open step. */
  get current(): HTMLElement | undefined {
    return this.cards.find((card) => card.dataset.state === 'open');
  }

  /** What the cards say is wrong or missing, in one text. */
  get explanation(): string {
    const shown = this.querySelectorAll<HTMLElement>('.say:not([hidden]), .conditions:not([hidden]) li');
    return [...shown].map((part) => part.textContent).join(' ');
  }

  get cards(): HTMLElement[] {
    return [...this.querySelectorAll<HTMLElement>('[data-step]')];
  }

  /**
   * Shows the steps as they are now, if that is anything new. Gives those that this made done. `tried` says whether
   * anything was tried of the step at hand: only then is told what it lacks.
   */
  show(steps: StepView[], tried: boolean): { changed: boolean; done: HTMLElement[] } {
    const states = new Map(steps.map((step) => [step.id, step]));
    const stateOf = (card: HTMLElement): StepView | undefined => states.get(card.dataset.step!);
    const done = this.cards.filter(
      (card) => card.dataset.state === 'open' && stateOf(card)?.state === 'done',
    );
    const lacks = tried && done.length === 0;
    const shown = JSON.stringify({ steps, lacks });
    if (shown === this.shown) return { changed: false, done };
    this.shown = shown;
    for (const card of this.cards) {
      const state = stateOf(card)?.state ?? card.dataset.state!;
      card.dataset.state = state;
      card.querySelector('.state')!.textContent = state;
    }
    const current = this.current;
    for (const card of this.cards) {
      card.toggleAttribute('data-current', card === current);
      this.explain(card, stateOf(card), card === current && lacks);
    }
    return { changed: true, done };
  }

  /** Says what is wrong, and which conditions of the step at hand are met. */
  private explain(card: HTMLElement, step: StepView | undefined, current: boolean): void {
    const say = card.querySelector<HTMLElement>('.say')!;
    say.hidden = !step?.say || step.state === 'done';
    say.innerHTML = step?.say && !say.hidden ? inlineMarkdown(step.say) : '';
    const list = card.querySelector<HTMLElement>('.conditions')!;
    list.hidden = !current || !step || step.state === 'done' || step.conditions.length === 0;
    list.replaceChildren();
    if (list.hidden) return;
    for (const { expected, actual, met } of step!.conditions) {
      const item = document.createElement('li');
      item.toggleAttribute('data-met', met);
      item.innerHTML = met
        ? inlineMarkdown(expected)
        : `Wanted: ${inlineMarkdown(expected)} <span>So far: ${inlineMarkdown(actual)}</span>`;
      list.append(item);
    }
  }

  private clicked(event: Event): void {
    const pressed = (event.target as Element).closest<HTMLButtonElement>('button[data-do]');
    const card = pressed?.closest<HTMLElement>('[data-step]');
    if (!pressed || !card) return;
    if (pressed.dataset.do === 'hint') this.hint(card, pressed);
    if (pressed.dataset.do === 'solution') {
      const solution = card.querySelector<HTMLElement>('.solution')!;
      solution.hidden = !solution.hidden;
      pressed.setAttribute('aria-expanded', String(!solution.hidden));
      pressed.textContent = solution.hidden ? 'Show the solution' : 'Hide the solution';
    }
    if (pressed.dataset.do === 'type') {
      this.events?.type(card.dataset.on!, card.querySelector('.solution code')!.textContent);
    }
  }

  /** Hints open one at a time. */
  private hint(card: HTMLElement, pressed: HTMLButtonElement): void {
    const hints = [...card.querySelectorAll<HTMLElement>('.hints li')];
    const next = hints.find((hint) => hint.hidden);
    if (!next) return;
    next.hidden = false;
    const left = hints.filter((hint) => hint.hidden).length;
    pressed.disabled = left === 0;
    pressed.textContent = left === 0 ? 'No more hints' : `Another hint (${left} left)`;
    card.querySelector<HTMLElement>('.hints')!.focus({ preventScroll: true });
  }
}
