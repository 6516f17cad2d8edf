import type { Lesson } from '../exercise/index.ts';
import { standOnKeyboard } from './keyboard.ts';
import { Link, type Start } from './link.ts';
import type { News, Notice } from './protocol.ts';
import { LabSteps } from './steps.ts';
import { LabTerminal } from './terminal.ts';

declare global {
  var tagboat: Start;
}

const NOTICES: Record<Notice, string> = {
  'not-kept': 'This browser stores nothing for this page: your progress will be gone when you close the tab.',
  'second-tab': 'This page is open in another tab. What you do here is not kept.',
  'taken-over': 'Another tab has taken over. What you do here is no longer kept.',
  'set-aside': 'Your saved progress could not be read. It has been set aside, and everything begins anew.',
  'save-failed':
    'Saving failed: the browser has no room left. What you do now is lost when you close the tab.',
  restarted:
    'The simulated machines stopped answering and were started again as they were after your last command.',
  reset: 'Everything is as it was at the start. Undo brings your work back.',
  'nothing-to-undo': 'There is nothing to take back.',
};

customElements.define('lab-terminal', LabTerminal);
customElements.define('lab-steps', LabSteps);
const terminal = document.querySelector<LabTerminal>('lab-terminal')!;
const log = document.querySelector<HTMLElement>('#lab-log')!;
const now = document.querySelector<HTMLElement>('.lab .now')!;
/** The lab stands first in the page and starts before its prose is there: until this, there are no steps to speak of. */
const read = new Promise<void>((resolve) => {
  if (document.readyState !== 'loading') resolve();
  else document.addEventListener('DOMContentLoaded', () => resolve(), { once: true });
});
let steps: LabSteps;
/** A sandbox has none. */
let finish: HTMLElement | null;
read.then(() => {
  steps = document.querySelector<LabSteps>('lab-steps')!;
  finish = document.querySelector<HTMLElement>('#finish');
  steps.connect({ type: typeSolution });
});
/** Commands run since the step at hand began: a learner who has done nothing yet need not be told what is missing. */
let tried = 0;
/** The next steps shown are those of a load: nothing to cheer about. */
let first = true;
/** What was last said of the step at hand: the same is not said twice of one command. */
let told = '';
/** The lines of a solution still to be typed, each after the one before has ended. */
let typing: { machine: string; lines: string[] } | undefined;

const link = new Link(tagboat, receive, () => {
  terminal.pause();
  tell('restarted');
});
terminal.connect({
  open: (machine, columns, rows) => link.ask('open', machine, columns, rows),
  input: (machine, data) => link.ask('input', machine, data),
  resize: (machine, columns, rows) => link.ask('resize', machine, columns, rows),
  undo: () => link.ask('undo'),
  reset: () => link.ask('reset'),
});
standOnKeyboard(document.querySelector('.lab')!);
link.listen();
tagboat.soon();

function receive(message: News): void {
  switch (message.type) {
    case 'loaded':
      first = true;
      terminal.reopen();
      if (message.machine !== terminal.machine) terminal.select(message.machine);
      break;
    case 'output':
      terminal.write(message.machine, message.data);
      break;
    case 'screen':
      terminal.replace(message.machine, message.text, message.columns);
      break;
    case 'ready':
      terminal.markReady(message.machine, async () => {
        await read;
        tagboat.show();
        link.begin(readLesson());
      });
      break;
    case 'complete':
      terminal.toggleAttribute('data-complete', true);
      break;
    case 'ran':
      tried += 1;
      told = '';
      terminal.printed(message.machine, (text) => announce(text));
      if (message.machine === typing?.machine) typeNext();
      break;
    case 'steps':
      showSteps(message.steps);
      break;
    case 'notice':
      tell(message.notice);
      break;
    case 'failed':
      terminal.tell(`The lab could not start: ${message.message}.`, {
        label: 'Try again',
        run: () => location.reload(),
      });
      break;
  }
}

function showSteps(list: Extract<News, { type: 'steps' }>['steps']): void {
  if (list.length === 0) return;
  const { changed, done } = steps.show(list, tried > 0);
  if (changed) {
    showProgress();
    if (finish) finish.hidden = steps.current !== undefined;
  }
  const quiet = first;
  first = false;
  if (quiet) return;
  if (done.length === 0) {
    explain();
    return;
  }
  tried = 0;
  const next = steps.current;
  announce(
    `${done.map((card) => card.querySelector('.label span')!.textContent).join(', ')} done. ` +
      (next ? `Next: ${next.querySelector('.task')!.textContent}` : 'That was the last step. Well done!'),
  );
  const then = next ?? finish;
  if (then) reveal(then);
}

/** What is wrong or missing is read out, and scrolled to where the reader is near it. */
function explain(): void {
  const { current, explanation } = steps;
  if (!current || !explanation || explanation === told) return;
  told = explanation;
  announce(explanation);
  reveal(current, true);
}

/** The lesson as its frontmatter has it: at the page's end, so that nothing that the prompt needs comes after it. */
function readLesson(): Lesson {
  return JSON.parse(document.querySelector('#lab-lesson')!.textContent!);
}

/** The line under the terminal: how far one is, and what is next. */
function showProgress(): void {
  const { cards, current } = steps;
  for (const [i, dot] of [...now.querySelectorAll('.dots i')].entries()) {
    const card = cards[i]!;
    dot.className = card === current ? 'here' : card.dataset.state!;
  }
  const link = now.querySelector('a')!;
  link.href = current ? `#${current.querySelector('.task')!.id}` : '#finish';
  link.innerHTML = current
    ? `<b>${cards.indexOf(current) + 1}/${cards.length}</b> ${current.querySelector('.task')!.innerHTML}`
    : '<b>Done!</b> You have been through every step.';
}

/**
 * Scrolls a step into view when it is not, so that reading goes on where doing goes on; with `near` only where some of
 * it is seen. Measured with the next frame, which lays the page out anyway: what a command printed is drawn before.
 */
function reveal(card: HTMLElement, near = false): void {
  requestAnimationFrame(() => {
    const { top, bottom } = card.getBoundingClientRect();
    if (near && (bottom <= 0 || top >= innerHeight)) return;
    const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
    card.scrollIntoView({ block: 'nearest', behavior: calm ? 'instant' : 'smooth' });
  });
}

/** For screen readers: what a command printed, what a step came to. */
function announce(text: string): void {
  if (!text) return;
  const line = document.createElement('p');
  line.textContent = text.length > 1500 ? `${text.slice(0, 1500)} …` : text;
  log.append(line);
  while (log.childElementCount > 20) log.firstElementChild!.remove();
}

function tell(notice: Notice): void {
  const takeOver = notice === 'second-tab' || notice === 'taken-over';
  terminal.tell(
    NOTICES[notice],
    takeOver ? { label: 'Keep it here instead', run: () => link.ask('takeOver') } : undefined,
  );
}

function typeSolution(machine: string, text: string): void {
  typing = { machine, lines: text.trim().split('\n') };
  if (terminal.machine !== machine) terminal.select(machine);
  terminal.focus();
  // Whatever stands half-typed in the line goes first.
  link.ask('input', machine, '\x05\x15');
  typeNext();
}

/** Types one line as a hand would, only faster. */
async function typeNext(): Promise<void> {
  const line = typing?.lines.shift();
  if (!typing || line === undefined) {
    typing = undefined;
    return;
  }
  const { machine } = typing;
  if (!matchMedia('(prefers-reduced-motion: reduce)').matches) {
    for (const key of line) {
      link.ask('input', machine, key);
      await new Promise((resolve) => setTimeout(resolve, 14));
    }
    link.ask('input', machine, '\r');
  } else {
    link.ask('input', machine, `${line}\r`);
  }
}
