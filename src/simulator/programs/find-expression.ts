import { FileError } from '../common/files.ts';
import type { Process } from '../common/process.ts';
import { type Found, formatFound, listFound } from './find-output.ts';
import { groupName, userName } from './support/attributes.ts';
import { absolute, complain, Failure } from './support/program.ts';
import { literalRegex, posixRegex } from './support/regex.ts';

/** The state of a walk. */
export interface Walk {
  process: Process;
  minDepth: number;
  maxDepth: number;
  depthFirst: boolean;
  /** Paths for `-exec … +`, by command. */
  batches: Map<string[], string[]>;
  status: number;
  quit: boolean;
}

/** What a file is put to. */
export type Test = (found: Found, walk: Walk & { prune?: boolean }) => Promise<boolean> | boolean;

const globRegex = (glob: string, ignoreCase: boolean): RegExp => {
  const source = glob.replace(/\[!|\[[^\]]*\]|[\s\S]/g, (piece) => {
    if (piece === '*') return '[\\s\\S]*';
    if (piece === '?') return '[\\s\\S]';
    if (piece.length > 1) return piece.replace(/^\[!/, '[^');
    return literalRegex(piece);
  });
  return new RegExp(`^${source}$`, ignoreCase ? 'i' : '');
};

/** A number as find has it: `5`, `+5` more, `-5` less. */
function numberTest(text: string): (n: number) => boolean {
  const n = Number(text.replace(/^[-+]/, ''));
  if (text.startsWith('+')) return (value) => value > n;
  if (text.startsWith('-')) return (value) => value < n;
  return (value) => value === n;
}

/** The expression of a command line, parsed. */
export class Expression {
  private at = 0;
  acts = false;
  private readonly args: string[];
  private readonly walk: Walk;

  constructor(args: string[], walk: Walk) {
    this.args = args;
    this.walk = walk;
  }

  parse(): Test {
    if (this.args.length === 0) return () => true;
    const test = this.or();
    if (this.at < this.args.length)
      throw new Failure(`paths must precede expression: \`${this.args[this.at]}'`);
    return test;
  }

  private or(): Test {
    let left = this.and();
    while (this.args[this.at] === '-o' || this.args[this.at] === '-or') {
      this.at++;
      const [a, b] = [left, this.and()];
      left = async (found, walk) => (await a(found, walk)) || b(found, walk);
    }
    return left;
  }

  private and(): Test {
    let left = this.not();
    for (
      let next = this.args[this.at];
      next !== undefined && !['-o', '-or', ')'].includes(next);
      next = this.args[this.at]
    ) {
      if (next === '-a' || next === '-and') this.at++;
      const [a, b] = [left, this.not()];
      left = async (found, walk) => (await a(found, walk)) && b(found, walk);
    }
    return left;
  }

  private not(): Test {
    if (this.args[this.at] === '!' || this.args[this.at] === '-not') {
      this.at++;
      const inner = this.not();
      return async (found, walk) => !(await inner(found, walk));
    }
    if (this.args[this.at] === '(') {
      this.at++;
      const inner = this.or();
      if (this.args[this.at++] !== ')')
        throw new Failure("invalid expression; I was expecting to find a `)' somewhere but did not see one.");
      return inner;
    }
    return this.primary();
  }

  private value(name: string): string {
    const value = this.args[this.at++];
    if (value === undefined) throw new Failure(`missing argument to \`${name}'`);
    return value;
  }

  private depth(name: string): number {
    const text = this.value(name);
    if (!/^\d+$/.test(text))
      throw new Failure(`Expected a positive decimal integer argument to ${name}, but got ‘${text}’`);
    return Number(text);
  }

  private primary(): Test {
    const name = this.args[this.at++]!;
    const { walk } = this;
    const { process } = walk;
    switch (name) {
      case '-name':
      case '-iname': {
        const regex = globRegex(this.value(name), name === '-iname');
        return (found) => regex.test(found.name);
      }
      case '-path':
      case '-wholename':
      case '-ipath': {
        const regex = globRegex(this.value(name), name === '-ipath');
        return (found) => regex.test(found.path);
      }
      case '-regex': {
        const regex = new RegExp(`^(?:${posixRegex(this.value(name), false)})$`);
        return (found) => regex.test(found.path);
      }
      case '-type': {
        const types = this.value(name).split(',');
        const unknown = types.find((type) => !/^[bcdpfls]$/.test(type));
        if (unknown !== undefined) throw new Failure(`Unknown argument to -type: ${unknown}`);
        return ({ stat }) =>
          types.includes(
            { file: 'f', directory: 'd', symlink: 'l', device: stat.device === 'socket' ? 's' : 'c' }[
              stat.type
            ],
          );
      }
      case '-size': {
        const match = /^([-+]?\d+)([cwbkMG]?)$/.exec(this.value(name));
        if (!match) throw new Failure('invalid -size type');
        const unit = { '': 512, b: 512, c: 1, w: 2, k: 1024, M: 1024 ** 2, G: 1024 ** 3 }[match[2] as ''];
        const test = numberTest(match[1]!);
        return ({ stat }) => test(Math.ceil(stat.size / unit));
      }
      case '-empty':
        return (found) =>
          found.stat.type === 'directory'
            ? process.files.list(found.full).length === 0
            : found.stat.type === 'file' && found.stat.size === 0;
      case '-mtime':
      case '-mmin': {
        const test = numberTest(this.value(name));
        const unit = name === '-mmin' ? 60_000 : 86_400_000;
        return ({ stat }) => test(Math.floor((process.host.clock.now() - stat.mtime) / unit));
      }
      case '-newer': {
        const { mtime } = process.files.stat(absolute(process, this.value(name)));
        return ({ stat }) => stat.mtime > mtime;
      }
      case '-user': {
        const user = this.value(name);
        return ({ stat }) => userName(process, stat.uid) === user || String(stat.uid) === user;
      }
      case '-group': {
        const group = this.value(name);
        return ({ stat }) => groupName(process, stat.gid) === group || String(stat.gid) === group;
      }
      case '-perm': {
        const text = this.value(name);
        const bits = Number.parseInt(text.replace(/^[-/]/, ''), 8);
        if (text.startsWith('-')) return ({ stat }) => (stat.mode & bits) === bits;
        if (text.startsWith('/')) return ({ stat }) => (stat.mode & bits) !== 0;
        return ({ stat }) => (stat.mode & 0o7777) === bits;
      }
      case '-executable':
        return ({ full }) => process.files.may(full, 1);
      case '-readable':
        return ({ full }) => process.files.may(full, 4);
      case '-true':
        return () => true;
      case '-false':
        return () => false;
      case '-maxdepth':
        walk.maxDepth = this.depth(name);
        return () => true;
      case '-mindepth':
        walk.minDepth = this.depth(name);
        return () => true;
      case '-depth':
        walk.depthFirst = true;
        return () => true;
      case '-xdev':
      case '-mount':
      case '-follow':
        return () => true;
      case '-prune':
        return (_, state) => {
          state.prune = true;
          return true;
        };
      case '-quit':
        this.acts = true;
        return () => {
          walk.quit = true;
          return true;
        };
      case '-print':
      case '-print0':
        this.acts = true;
        return async ({ path }) => {
          await process.stdout.write(path + (name === '-print' ? '\n' : '\0'));
          return true;
        };
      case '-printf': {
        this.acts = true;
        const format = this.value(name);
        return async (found) => {
          await process.stdout.write(formatFound(process, format, found));
          return true;
        };
      }
      case '-ls':
        this.acts = true;
        return async ({ path, stat }) => {
          await process.stdout.write(listFound(process, path, stat));
          return true;
        };
      case '-delete':
        this.acts = true;
        walk.depthFirst = true;
        return async ({ path, full }) => {
          if (path === '.') return true;
          try {
            process.files.remove(full, { directory: true });
            return true;
          } catch (error) {
            if (!(error instanceof FileError)) throw error;
            await complain(process, `cannot delete ‘${path}’: ${error.message}`);
            walk.status = 1;
            return false;
          }
        };
      case '-exec':
      case '-execdir':
      case '-ok':
        return this.exec(name);
      default:
        throw new Failure(`unknown predicate \`${name}'`);
    }
  }

  private exec(name: string): Test {
    this.acts = true;
    const { walk } = this;
    const command: string[] = [];
    for (let word = this.value(name); ; word = this.value(name)) {
      if (word === ';') break;
      if (word === '+' && command.at(-1) === '{}') {
        command.pop();
        walk.batches.set(command, []);
        return ({ path }) => {
          walk.batches.get(command)!.push(path);
          return true;
        };
      }
      command.push(word);
    }
    return async ({ path }) =>
      (await walk.process.spawn(command.map((part) => part.replaceAll('{}', path)))) === 0;
  }
}
