import type { ArithmeticExpression, ArithmeticFor, Case, CompoundList, For, If, Select, While } from 'unbash';
import { compilePattern } from '../expand/pattern.ts';
import { assignScalar } from '../expand/values.ts';
import { evaluateArithmetic, expandPattern, expandString, expandWords } from '../expand/word.ts';
import { readLine } from '../io/read-line.ts';
import { Break } from '../state/flow.ts';
import type { Shell } from '../state/shell.ts';
import { NAME } from '../state/variables.ts';
import { setLine, tested } from './node.ts';
import { runStatements } from './run.ts';
import { trace } from './trace.ts';

export async function runIf(shell: Shell, node: If): Promise<void> {
  for (const branch of [node, ...node.elif]) {
    await tested(shell, () => runStatements(shell, branch.clause.commands));
    if (shell.status === 0) {
      await runStatements(shell, branch.then.commands);
      return;
    }
  }
  shell.status = 0;
  if (node.else) await runStatements(shell, node.else.commands);
}

/** Runs a loop's body once; `false` when the loop is over. */
async function once(shell: Shell, body: CompoundList): Promise<boolean> {
  shell.loopDepth++;
  try {
    await shell.checkpoint();
    await runStatements(shell, body.commands);
    return true;
  } catch (error) {
    if (!(error instanceof Break)) throw error;
    shell.status = error.status;
    if (error.levels > 1 && shell.loopDepth > 1) {
      error.levels--;
      throw error;
    }
    return error.again;
  } finally {
    shell.loopDepth--;
  }
}

export async function runLoop(shell: Shell, node: While): Promise<void> {
  let status = 0;
  for (;;) {
    let over = false;
    shell.loopDepth++;
    try {
      await tested(shell, () => runStatements(shell, node.clause.commands));
      over = (shell.status === 0) !== (node.kind === 'while');
    } catch (error) {
      if (!(error instanceof Break)) throw error;
      if (error.levels > 1 && shell.loopDepth > 1) {
        error.levels--;
        throw error;
      }
      if (!error.again) over = true;
      shell.status = error.status;
      status = error.status;
    } finally {
      shell.loopDepth--;
    }
    if (over) break;
    if (!(await once(shell, node.body))) {
      status = shell.status;
      break;
    }
    status = shell.status;
  }
  shell.status = status;
}

export async function runFor(shell: Shell, node: For): Promise<void> {
  setLine(shell, node.pos);
  if (!NAME.test(node.name.text)) {
    await shell.complain(`\`${node.name.text}': not a valid identifier`);
    shell.status = 1;
    return;
  }
  const values = node.wordlist ? await expandWords(shell, node.wordlist) : [...shell.positional];
  shell.status = 0;
  const head = `for ${node.name.text}${node.wordlist ? ` in ${node.wordlist.map(({ text }) => text).join(' ')}` : ''}`;
  for (const value of values) {
    await trace(shell, head);
    assignScalar(shell, node.name.text, value);
    if (!(await once(shell, node.body))) break;
  }
}

export async function runArithmeticFor(shell: Shell, node: ArithmeticFor): Promise<void> {
  const evaluate = async (expression: ArithmeticExpression | undefined): Promise<bigint> => {
    const text = expression ? shell.unit.source.slice(expression.pos, expression.end) : '1';
    await trace(shell, `(( ${text} ))`);
    return evaluateArithmetic(shell, text);
  };
  await evaluate(node.initialize);
  shell.status = 0;
  while ((await evaluate(node.test)) !== 0n) {
    if (!(await once(shell, node.body))) break;
    await evaluate(node.update);
  }
}

export async function runCase(shell: Shell, node: Case): Promise<void> {
  const subject = await expandString(shell, node.word);
  await trace(shell, `case ${node.word.text} in`);
  shell.status = 0;
  let falling = false;
  for (const item of node.items) {
    if (!falling && !(await matchesAny(shell, subject, item.pattern))) continue;
    await runStatements(shell, item.body.commands);
    if (item.terminator === ';&') falling = true;
    else if (item.terminator === ';;&') falling = false;
    else return;
  }
}

async function matchesAny(
  shell: Shell,
  subject: string,
  patterns: Case['items'][number]['pattern'],
): Promise<boolean> {
  for (const pattern of patterns) {
    const compiled = compilePattern(await expandPattern(shell, pattern), shell.shopts.has('nocasematch'));
    if (compiled.test(subject)) return true;
  }
  return false;
}

export async function runSelect(shell: Shell, node: Select): Promise<void> {
  const values = node.wordlist ? await expandWords(shell, node.wordlist) : [...shell.positional];
  shell.status = 0;
  let show = true;
  for (;;) {
    if (show) await shell.write(2, values.map((value, i) => `${i + 1}) ${value}\n`).join(''));
    await shell.write(2, shell.value('PS3') ?? '#? ');
    const line = await readLine(shell.descriptors.get(0), shell.group.signal);
    if (line.text === '' && line.ended) {
      await shell.write(1, '\n');
      shell.status = 1;
      return;
    }
    show = line.text.trim() === '';
    if (show) continue;
    assignScalar(shell, 'REPLY', line.text);
    assignScalar(shell, node.name.text, values[Number(line.text.trim()) - 1] ?? '');
    if (!(await once(shell, node.body))) return;
  }
}
