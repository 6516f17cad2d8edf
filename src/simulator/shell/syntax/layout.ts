import type { HereDoc, Redirection } from 'unbash';

/** Text as bash lays it out: indented inside functions, with here-documents after the line that names them. */
export class Layout {
  text = '';
  protected indentation = 0;
  /** How many commands to come go on in the line where they are. */
  protected skipIndent = 0;
  /** Functions around: outside of them everything is on one line. */
  protected functions = 0;
  protected documents: HereDoc[] = [];
  /** Whether the bodies of here-documents were just written. */
  protected afterDocument = false;

  /** The bodies of here-documents, after the line that names them. */
  flushDocuments(then: string): void {
    if (this.documents.length === 0) {
      this.text += then;
      return;
    }
    this.text += then;
    for (const { body, delimiter } of this.documents.splice(0)) {
      this.text += `\n${body.text}${delimiter?.value ?? ''}`;
    }
    this.text += '\n';
    this.afterDocument = true;
  }

  protected redirections(list: readonly Redirection[]): void {
    this.text += list.map((redirect) => this.redirection(redirect)).join(' ');
  }

  private redirection(redirect: Redirection): string {
    const given = redirect.descriptor;
    const fd = !given ? '' : given.type === 'FileDescriptor' ? String(given.value) : `{${given.name}}`;
    if (redirect.type === 'HereDoc') {
      this.documents.push(redirect);
      return `${fd}${redirect.operator}${redirect.delimiter?.text ?? ''}`;
    }
    const target = redirect.target?.text ?? '';
    const { operator } = redirect;
    if (operator === '>&' || operator === '<&') {
      const numbered = /^(?:\d+-?|-)$/.test(target);
      return `${fd || (numbered ? (operator === '>&' ? '1' : '0') : '')}${operator}${target}`;
    }
    const shown = (fd === '1' && /^>/.test(operator)) || (fd === '0' && /^</.test(operator)) ? '' : fd;
    return `${shown}${operator} ${target}`;
  }

  protected semicolon(): void {
    if (!/[&\n]$/.test(this.text)) this.text += ';';
  }

  protected newline(text: string): void {
    this.text += '\n';
    this.indent();
    this.text += text;
  }

  protected indent(): void {
    if (this.functions > 0 || this.indentation > 0) this.text += ' '.repeat(this.indentation);
  }
}
