import { type Command, forEachChild, parse, type SyntaxNode } from 'unbash';

/** Replaces aliases in command position, in the source text, as bash does before it parses. */
export function expandAliases(source: string, aliases: ReadonlyMap<string, string>): string {
  if (aliases.size === 0) return source;
  let text = source;
  const used = new Map<number, Set<string>>();
  for (let round = 0; round < 32; round++) {
    const place = nextAlias(text, aliases, used);
    if (!place) return text;
    const { at, name } = place;
    const value = aliases.get(name)!;
    const seen = used.get(at) ?? new Set<string>();
    seen.add(name);
    used.set(at, seen);
    text = text.slice(0, at) + value + text.slice(at + name.length);
    shift(used, at, value.length - name.length);
  }
  return text;
}

function shift(used: Map<number, Set<string>>, after: number, by: number): void {
  const moved = [...used].map(([at, names]) => [at > after ? at + by : at, names] as const);
  used.clear();
  for (const [at, names] of moved) used.set(at, names);
}

function nextAlias(
  source: string,
  aliases: ReadonlyMap<string, string>,
  used: ReadonlyMap<number, Set<string>>,
): { at: number; name: string } | undefined {
  let found: { at: number; name: string } | undefined;
  const consider = (at: number, text: string) => {
    if (found || !aliases.has(text) || used.get(at)?.has(text)) return;
    if (source.startsWith(text, at)) found = { at, name: text };
  };
  const visit = (node: SyntaxNode) => {
    if (node.type === 'Command') {
      const command = node as Command;
      if (command.name) {
        consider(command.name.pos, command.name.text);
        // An alias that ends in a blank makes the next word an alias too.
        const expanded = [...(used.get(command.name.pos) ?? [])].some((name) =>
          /\s$/.test(aliases.get(name)!),
        );
        const next = command.suffix[0];
        if (expanded && next?.type === 'Word') consider(next.pos, next.text);
      }
    }
    if (node.type !== 'Word') forEachChild(node, visit);
  };
  visit(parse(source));
  return found;
}
