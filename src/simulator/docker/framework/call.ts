import { goQuote } from '../../common/go-quote.ts';
import { messageOf } from '../../common/message.ts';
import { FlagSet } from '../../common/pflag/flag-set.ts';
import type { Process } from '../../common/process.ts';
import { detectDefaultStore } from '../config/credentials.ts';
import { ConfigFile } from '../config/file.ts';
import { currentContext } from '../context/store.ts';
import { type Called, noArgs } from './args.ts';
import type { Command } from './command.ts';
import type { Completions } from './complete.ts';
import { engineAddress } from './endpoint.ts';
import { Engine } from './engine.ts';
import { CommandError, NotSimulated } from './errors.ts';
import { findCommand, flagFailure, flagsIn, flagsOf } from './find-command.ts';
import { defaultConfigDirectory, type Globals, globalFlags, HELP_FLAG } from './globals.ts';
import { helpText, useLine } from './help.ts';
import type { Invocation } from './invocation.ts';
import { refuseUnsupported } from './support.ts';
import { isPlugin, type Place } from './tree.ts';

const DEFAULT_WIDTH = 80;
const LOG_LEVELS = ['panic', 'fatal', 'error', 'warn', 'warning', 'info', 'debug', 'trace'];

/** The hidden commands that shells ask what could be typed next; the second wants no descriptions. */
const COMPLETE = ['__complete', '__completeNoDesc'];

/** One run of the CLI: from its command line to the command's exit status. */
export class Call {
  private readonly process: Process;
  private readonly root: Place;
  private readonly signal: AbortSignal;
  private readonly completions: () => Promise<Completions>;
  private globals!: Globals;
  private globalSet!: FlagSet;
  private config!: ConfigFile;
  private client: Engine | undefined;
  private isAlias = false;

  constructor(process: Process, root: Place, signal: AbortSignal, completions: () => Promise<Completions>) {
    this.process = process;
    this.root = root;
    this.signal = signal;
    this.completions = completions;
  }

  async run(): Promise<number> {
    const args = await this.parseGlobals(this.process.argv.slice(1));
    if (COMPLETE.includes(args[0] ?? '')) return this.complete(args);
    const { place, args: rest, isAlias } = findCommand(this.process, this.root, args, this.globalSet);
    this.isAlias = isAlias;
    return this.execute(place, rest);
  }

  /** Parses the options before the command and gives what follows them. */
  private async parseGlobals(args: string[]): Promise<string[]> {
    const { env, user, stderr } = this.process;
    const directory = defaultConfigDirectory(env, user.home);
    this.globalSet = new FlagSet([...globalFlags(directory), HELP_FLAG]);
    let rest: string[];
    try {
      rest = this.globalSet.parse(args, false);
    } catch (error) {
      await this.loadConfig();
      throw flagFailure(error, this.root);
    }
    for (const warning of this.globalSet.warnings) await stderr.write(`${warning}\n`);
    await this.loadConfig();
    const level = this.globalSet.string('log-level');
    if (level !== '' && !LOG_LEVELS.includes(level.toLowerCase())) {
      throw new CommandError(`Unable to parse logging level: ${level}`);
    }
    const hosts = this.globalSet.list('host');
    const context = this.globalSet.string('context');
    if (hosts.length > 0 && context !== '') {
      throw new CommandError('conflicting options: cannot specify both --host and --context');
    }
    const aliased = Object.keys(this.config.map('aliases')).find((name) => name !== 'builder');
    if (aliased !== undefined) {
      const allowed = 'map[string]struct {}{"builder":struct {}{}}';
      throw new CommandError(`not allowed to alias ${goQuote(aliased)} (allowed: ${allowed})`);
    }
    this.globals = {
      configDirectory: this.globalSet.string('config'),
      context,
      hosts,
      debug: this.globalSet.bool('debug'),
    };
    return rest;
  }

  /** Every call reads the config file, and warns of a broken one. */
  private async loadConfig(): Promise<void> {
    this.config = new ConfigFile(this.process, this.globalSet.string('config'));
    try {
      this.config.load();
    } catch (error) {
      await this.process.stderr.write(`WARNING: Error ${(error as Error).message}\n`);
    }
    detectDefaultStore(this.process, this.config);
  }

  private async execute(place: Place, args: string[]): Promise<number> {
    const { command } = place;
    if (command.preface) await this.process.stderr.write(command.preface(this.process));
    const flags = place.parent ? new FlagSet(flagsIn(place, this.process.env)) : this.globalSet;
    let rest: string[];
    try {
      rest = flags.parse(command.anyFlags ? helpAlone(args) : args, command.interspersed ?? true);
      if (command.anyFlags) rest = args;
    } catch (error) {
      throw flagFailure(error, place);
    }
    if (place.parent) for (const warning of flags.warnings) await this.process.stdout.write(`${warning}\n`);
    if (flags.bool('help') || this.globalSet.bool('help')) {
      await this.process.stdout.write(await this.help(place));
      return 0;
    }
    try {
      return await this.start(place, flags, rest);
    } catch (error) {
      // A plugin is a program of its own, and prints its errors so.
      if (isPlugin(place) && isOwnError(error) && error.message !== '') {
        throw new CommandError(`ERROR: ${error.message}`, error.exitCode);
      }
      throw error;
    }
  }

  private async start(place: Place, flags: FlagSet, args: string[]): Promise<number> {
    const { command } = place;
    const called: Called = {
      path: place.path,
      useLine: useLine(place),
      hasSubcommands: place.children.length > 0,
    };
    if (!place.parent && this.globalSet.bool('version')) return this.runCommand(place, flags, args);
    if (!place.parent && args.length > 0) {
      throw new CommandError(
        `docker: unknown command: docker ${args[0]}\n\nRun 'docker --help' for more information`,
      );
    }
    if (!command.run || !place.parent) {
      noArgs(args, called);
      if (place.parent) await refuseUnsupported(place, flags, () => this.engine.ping());
      const ahead = command.spaced ? '\n' : '';
      await this.process.stderr.write(ahead + (await this.help(place)));
      return 0;
    }
    const unread = command.anyFlags && args.some((arg) => arg.startsWith('-'));
    if (!unread) command.args?.(args, called);
    await refuseUnsupported(place, flags, () => this.engine.ping());
    return this.runCommand(place, flags, args);
  }

  private async runCommand(place: Place, flags: FlagSet, args: string[]): Promise<number> {
    return place.command.run ? place.command.run(this.invocation(place, flags, args)) : 0;
  }

  /** Says what could follow the words after `__complete`, the last of which is being typed. */
  private async complete([name, ...words]: string[]): Promise<number> {
    const { offerFor, writeOffer } = await import('./complete.ts');
    const word = words.at(-1) ?? '';
    const typed = words.slice(0, -1);
    const before = await this.globalsBefore(typed);
    const { place, args } = findCommand(this.process, this.root, before, this.globalSet);
    const offer = await offerFor(
      {
        place,
        flags: place.parent ? flagsOf(place) : globalFlags(this.globals.configDirectory),
        args: place.parent ? args : typed,
        word,
        invocation: (flags, rest) => this.invocation(place, flags, rest),
      },
      await this.completions(),
    );
    return writeOffer(this.process, offer, name === COMPLETE[0]);
  }

  /** Options before the command count for the engine that is asked; what is not whole yet does not. */
  private async globalsBefore(typed: string[]): Promise<string[]> {
    try {
      return await this.parseGlobals(typed);
    } catch (error) {
      if (error instanceof CommandError) return [];
      throw error;
    }
  }

  private invocation(place: Place, flags: FlagSet, args: string[]): Invocation {
    const { process, globals, config, signal } = this;
    const call = this;
    return {
      process,
      path: place.path,
      args,
      flags,
      globals,
      config,
      signal,
      get engine() {
        return call.engine;
      },
      showHelp: (names) => this.showHelp(names),
      print: (text) => process.stdout.write(text),
      warn: (text) => process.stderr.write(text),
    };
  }

  private get engine(): Engine {
    this.client ??= new Engine(
      this.process,
      engineAddress(this.process, this.globals, this.config),
      this.signal,
    );
    return this.client;
  }

  /** Help by name looks at the CLI's own commands, even where a plugin answers in the place of one. */
  private async showHelp(names: readonly string[]): Promise<void> {
    let place = this.root;
    for (const [i, name] of names.entries()) {
      const next = place.names.get(name);
      if (!next) throw new CommandError(`unknown help topic: ${names.slice(i).join(' ')}`);
      place = next;
    }
    await this.process.stdout.write(await this.help(place));
  }

  private async help(place: Place): Promise<string> {
    const { stdin, tty } = this.process;
    const width = stdin.isTTY && tty ? tty.columns : DEFAULT_WIDTH;
    const server = await this.engine.ping();
    const defined = place.parent
      ? flagsIn(place, this.process.env)
      : globalFlags(this.globals.configDirectory);
    try {
      await refuseUnsupported(place, new FlagSet(defined), async () => server);
    } catch (error) {
      return `${messageOf(error)}\n`;
    }
    const env = this.isAlias
      ? { BUILDX_BUILDER: currentContext(this.process, this.globals, this.config), ...this.process.env }
      : this.process.env;
    const flags = defined.map((flag) => {
      const byDefault = flag.defaultFrom?.({ env });
      return byDefault ? { ...flag, default: byDefault } : flag;
    });
    return helpText(place, flags, width, server, closingOf(place)?.(this.process));
  }
}

/** The last line of a plugin's help is that of all its verbs too. */
const closingOf = ({ command, parent }: Place): Command['closing'] =>
  command.closing ?? (parent && closingOf(parent));

/** `--help`, all that counts where flags are not looked at. */
function helpAlone(args: readonly string[]): string[] {
  return args.filter((arg) => arg === '--help' || arg === '-h');
}

const isOwnError = (error: unknown): error is CommandError =>
  error instanceof CommandError && !(error instanceof NotSimulated);
