/** What dash says where bash says otherwise. */
const WORDS: readonly [bash: RegExp, dash: string][] = [
  [/^(exit|return|shift): (.*): numeric argument required$/, '$1: Illegal number: $2'],
  [/^local: can only be used in a function$/, 'local: not in a function'],
  [/^set: (.*): invalid option name$/, 'set: Illegal option -o $1'],
  [/^(\w+): (-.): invalid option$/, '$1: Illegal option $2'],
  [/^(export|readonly|local): `([^=]*).*': not a valid identifier$/, '$1: $2: bad variable name'],
  [/^(.*): readonly variable$/, '$1: is read only'],
  [/^(.*): unbound variable$/, '$1: parameter not set'],
  [/^(.*): division by 0 \(error token is .*\)$/s, 'arithmetic expression: division by zero: "$1"'],
  [
    /^(.*): syntax error: operand expected \(error token is .*\)$/s,
    'arithmetic expression: expecting primary: "$1"',
  ],
  [/^(.*): syntax error in expression \(error token is .*\)$/s, 'arithmetic expression: expecting EOF: "$1"'],
];

export function dashComplaint(message: string): string {
  const found = WORDS.find(([bash]) => bash.test(message));
  return found ? message.replace(found[0], found[1]) : message;
}
