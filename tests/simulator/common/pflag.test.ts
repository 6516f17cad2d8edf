import { describe, expect, it } from 'vitest';
import { FlagSet } from '../../../src/simulator/common/pflag/flag-set.ts';
import type { Flag } from '../../../src/simulator/docker/framework/command.ts';

const FLAGS: Flag[] = [
  { name: 'all', short: 'a', type: 'bool', usage: '' },
  { name: 'human', short: 'H', type: 'bool', usage: '', default: 'true' },
  { name: 'name', short: 'n', type: 'string', usage: '' },
  { name: 'env', short: 'e', type: 'list', usage: '' },
  { name: 'platform', type: 'strings', usage: '' },
  { name: 'last', type: 'int', usage: '', default: '-1' },
  { name: 'weight', type: 'uint16', usage: '' },
  { name: 'memory', short: 'm', type: 'bytes', usage: '' },
  { name: 'wait', type: 'duration', usage: '' },
  { name: 'filter', short: 'f', type: 'filter', usage: '' },
  { name: 'pull', type: 'string', usage: '', bare: 'always' },
  { name: 'old', type: 'bool', usage: '', deprecated: 'use --all' },
];

const parse = (args: string[], interspersed = true) => {
  const flags = new FlagSet(FLAGS);
  return { flags, rest: flags.parse(args, interspersed) };
};

describe('FlagSet', () => {
  it('takes flags between arguments, and none after --', () => {
    const { flags, rest } = parse(['one', '-a', 'two', '--', '-n', 'x']);
    expect(rest).toEqual(['one', 'two', '-n', 'x']);
    expect(flags.bool('all')).toBe(true);
    expect(flags.changed('name')).toBe(false);
  });

  it('stops at the first argument where flags may not follow it', () => {
    expect(parse(['-a', 'image', '-n', 'x'], false).rest).toEqual(['image', '-n', 'x']);
  });

  it('reads values in every way they can be written', () => {
    for (const args of [
      ['--name', 'x'],
      ['--name=x'],
      ['-n', 'x'],
      ['-nx'],
      ['-n=x'],
      ['-an', 'x'],
      ['-anx'],
    ]) {
      expect(parse(args).flags.string('name')).toBe('x');
    }
    expect(parse(['--name=']).flags.changed('name')).toBe(true);
    expect(parse(['--human=false']).flags.bool('human')).toBe(false);
    expect(parse(['--pull', 'x']).rest).toEqual(['x']);
    expect(parse(['--pull']).flags.string('pull')).toBe('always');
  });

  it('keeps defaults, and adds up what may be given several times', () => {
    expect(parse([]).flags.number('last')).toBe(-1);
    expect(parse(['-e', 'A=1', '-eB=2']).flags.list('env')).toEqual(['A=1', 'B=2']);
    expect(parse(['--platform', 'a,b', '--platform', '"c,d"']).flags.list('platform')).toEqual([
      'a',
      'b',
      'c,d',
    ]);
    expect(parse(['-f', ' Name = x ']).flags.list('filter')).toEqual(['name=x']);
    expect(parse(['-m', '512m']).flags.number('memory')).toBe(536870912);
    expect(parse(['--last', '0x10']).flags.number('last')).toBe(16);
  });

  it.each([
    [['--foo'], 'unknown flag: --foo'],
    [['--foo=1'], 'unknown flag: --foo'],
    [['---a'], 'bad flag syntax: ---a'],
    [['--=x'], 'bad flag syntax: --=x'],
    [['-z'], "unknown shorthand flag: 'z' in -z"],
    [['-azq'], "unknown shorthand flag: 'z' in -zq"],
    [['--name'], 'flag needs an argument: --name'],
    [['-an'], "flag needs an argument: 'n' in -n"],
    [
      ['--all=maybe'],
      'invalid argument "maybe" for "-a, --all" flag: strconv.ParseBool: parsing "maybe": invalid syntax',
    ],
    [
      ['--last', 'abc'],
      'invalid argument "abc" for "--last" flag: strconv.ParseInt: parsing "abc": invalid syntax',
    ],
    [
      ['--last', '99999999999999999999'],
      'invalid argument "99999999999999999999" for "--last" flag: strconv.ParseInt: parsing "99999999999999999999": value out of range',
    ],
    [
      ['--weight', '70000'],
      'invalid argument "70000" for "--weight" flag: strconv.ParseUint: parsing "70000": value out of range',
    ],
    [['--memory', 'x'], `invalid argument "x" for "-m, --memory" flag: invalid size: 'x'`],
    [['--wait', '5'], 'invalid argument "5" for "--wait" flag: time: missing unit in duration "5"'],
    [
      ['--wait', '99999999999999999999'],
      'invalid argument "99999999999999999999" for "--wait" flag: time: invalid duration "99999999999999999999"',
    ],
    [['--wait', 'x'], 'invalid argument "x" for "--wait" flag: time: invalid duration "x"'],
    [
      ['--filter', 'foo'],
      'invalid argument "foo" for "-f, --filter" flag: bad format of filter (expected name=value)',
    ],
  ])('refuses %j', (args, message) => {
    expect(() => parse(args)).toThrow(expect.objectContaining({ name: 'FlagError', message }));
  });

  it('warns of deprecated flags', () => {
    expect(parse(['--old']).flags.warnings).toEqual(['Flag --old has been deprecated, use --all']);
  });
});
