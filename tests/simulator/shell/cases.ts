interface Case {
  name: string;
  script: string;
}

export interface Recorded extends Case {
  stdout: string;
  stderr: string;
  status: number;
}

/** A file of cases: each begins with a line `### name`, and goes on to the next. */
export function parseCases(text: string): Case[] {
  return text
    .split(/^### /m)
    .slice(1)
    .map((part) => {
      const end = part.indexOf('\n');
      return { name: part.slice(0, end), script: part.slice(end + 1) };
    });
}
