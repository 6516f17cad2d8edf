/** What BusyBox's ash says where bash says otherwise; its own commands name the line. */

const WORDS: readonly [bash: RegExp, ash: string][] = [
  [/^(exit|return|shift): (.*): numeric argument required$/, '$1: Illegal number: $2'],
  [/^local: can only be used in a function$/, 'local: not in a function'],
  [/^(export|readonly|local): `([^=]*).*': not a valid identifier$/, '$1: $2: bad variable name'],
  [/^(unset|set|export|read): (-.): invalid option$/, '$1: illegal option $2'],
  [/^kill: \((-?\d+)\) - /, "can't kill pid $1: "],
  [/^(.*): readonly variable$/, '$1: is read only'],
  [/^(.*): unbound variable$/, '$1: parameter not set'],
  [/^.*: division by 0 \(error token is .*\)$/s, 'divide by zero'],
  [/^.*: syntax error: .* \(error token is .*\)$/s, 'arithmetic syntax error'],
  [/^(?:\[|test): (.*): integer expression expected$/, '$1: bad number'],
  [/^\[: missing `\]'$/, 'missing ]'],
  [/^(?:\[|test): (.*): binary operator expected$/, '$1: unknown operand'],
  [/^printf: (.*): invalid number$/, "invalid number '$1'"],
];

const BUILTINS =
  /^(\.|source|cd|exec|exit|return|shift|local|export|readonly|unset|set|trap|kill|umask|read): (.*)$/s;

/** What is complained of, and the command of the shell's own that complains, if one does. */
export function ashComplaint(message: string): { builtin: string; text: string } {
  const found = WORDS.find(([bash]) => bash.test(message));
  const text = found ? message.replace(found[0], found[1]) : message;
  const [, builtin = '', rest = text] = BUILTINS.exec(text) ?? [];
  return { builtin, text: rest };
}
