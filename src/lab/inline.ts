const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

const escapeHtml = (text: string): string => text.replace(/[&<>"]/g, (c) => ESCAPES[c]!);

/** The Markdown that a task, a hint or an explanation may hold: `code`, **strong** and *emphasis*; as HTML. */
export function inlineMarkdown(text: string): string {
  return text
    .split(/(``[^`]+(?:`[^`]+)*``|`[^`]+`)/)
    .map((part, i) =>
      i % 2 === 1
        ? `<code>${escapeHtml(part.replace(/^`+ ?| ?`+$/g, ''))}</code>`
        : escapeHtml(part)
            .replace(/\*\*([^*]+)\*\*/g, '<strong>$1</strong>')
            .replace(/\*([^*]+)\*/g, '<em>$1</em>'),
    )
    .join('');
}
