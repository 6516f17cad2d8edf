import { executableFile } from '../../../../src/simulator/common/executable.ts';
import { FileSystem, Volume } from '../../../../src/simulator/common/files.ts';
import { Random } from '../../../../src/simulator/common/random.ts';
import { models } from '../../../../src/simulator/programs/models/index.ts';
import { createContainerRunner } from '../../../../src/simulator/shell/index.ts';
import { WorldClock } from '../../../../src/simulator/world/clock.ts';
import { Internet } from '../../../../src/simulator/world/network.ts';
import { capture, processTable, textInput } from '../../shell/host.ts';

/** A container of one program, reached at `http://c1`. */
export class Container {
  readonly clock = new WorldClock(Date.UTC(2026, 10, 28, 12, 0, 0), () => performance.now());
  readonly files = new FileSystem(new Volume(), () => this.clock.now());
  readonly stdout = capture();
  readonly stderr = capture();
  private readonly network = new Internet().connect('c1');

  constructor(program: string, files: Record<string, string> = {}) {
    this.files.mkdir('/usr/bin', { parents: true });
    this.files.write(`/usr/bin/${program}`, executableFile(program), 0o755);
    for (const [path, text] of Object.entries(files)) {
      this.files.mkdir(path.slice(0, path.lastIndexOf('/')) || '/', { parents: true });
      this.files.write(path, text);
    }
  }

  /** Starts the program. */
  start(argv: string[], { env = {}, input = '' }: { env?: Record<string, string>; input?: string } = {}) {
    const { clock, files, stdout, stderr, network } = this;
    const runner = createContainerRunner({ clock, random: new Random(1), programs: models });
    return runner({
      hostname: 'c1',
      architecture: 'amd64',
      argv,
      env: { PATH: '/usr/bin', ...env },
      cwd: '/',
      uid: 0,
      gid: 0,
      files,
      network,
      stdin: textInput(input),
      stdout,
      stderr,
      processes: processTable(1),
    });
  }

  /** Runs the program to its end; gives its status and all it printed. */
  async run(argv: string[], options: { env?: Record<string, string>; input?: string } = {}) {
    const status = await this.start(argv, options).exited;
    return { status, stdout: this.stdout.text(), stderr: this.stderr.text() };
  }

  fetch(path: string, init: RequestInit & { duplex?: 'half' } = {}, port = 80): Promise<Response> {
    return this.network.fetch(new Request(`http://c1:${port}${path}`, { redirect: 'manual', ...init }));
  }

  async get(path: string, port = 80): Promise<[number, string]> {
    const response = await this.fetch(path, {}, port);
    return [response.status, await response.text()];
  }
}
