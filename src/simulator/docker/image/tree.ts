import type { Output, Tty } from '../../common/process.ts';
import { humanSize } from '../render/size.ts';
import { ellipsis, shortId } from '../render/text.ts';
import { type ImageSummary, isDangling } from './format.ts';

const SPACING = '   ';
const LEAST_NAME_WIDTH = 12;
const WARNING =
  "WARNING: This is an experimental feature. The output may change and shouldn't be depended on.";
const COLOR = {
  warning: '\x1b[93m',
  header: '\x1b[39m\x1b[1m',
  name: '\x1b[34m\x1b[1m',
  normal: '\x1b[39m',
  untagged: '\x1b[39m\x1b[2m',
};

interface Column {
  title: string;
  width: number;
  right?: boolean;
  value: (image: ImageSummary) => string;
}

/** The columns beside the name. The classic image store knows no content sizes and marks nothing as in use. */
const COLUMNS: readonly Column[] = [
  { title: 'ID', width: 12, value: ({ Id }) => shortId(Id) },
  { title: 'DISK USAGE', width: 10, right: true, value: ({ Size }) => humanSize(Size, 3) },
  { title: 'CONTENT SIZE', width: 12, right: true, value: () => humanSize(0, 3) },
  { title: 'EXTRA', width: 5, value: () => '' },
];

/** What `docker images --tree` prints. */
export function imageTree(
  images: readonly ImageSummary[],
  all: boolean,
  output: Output,
  tty: Tty | undefined,
): string {
  const paint = (color: string, text: string): string =>
    output.isTTY && text !== '' ? `${color}${text}\x1b[0m` : text;
  const total = Math.max(20, output.isTTY && tty ? tty.columns : 80);
  const shown = images.filter((image) => all || !isDangling(image)).sort((a, b) => b.Created - a.Created);
  let nameWidth = total;
  const columns: Column[] = [];
  for (const column of COLUMNS) {
    const needed = column.width + SPACING.length;
    if (nameWidth - needed < LEAST_NAME_WIDTH) break;
    nameWidth -= needed;
    columns.push(column);
  }
  const widest = Math.max(
    'IMAGE'.length,
    ...shown.flatMap((image) => (image.RepoTags ?? []).map((tag) => tag.length)),
  );
  nameWidth = Math.min(nameWidth, widest);

  // The headings are coloured even in a pipe, as in the real program.
  const heading = (text: string, width: number): string =>
    `${COLOR.header}${text}\x1b[0m${' '.repeat(Math.max(0, width - text.length))}`;
  const titles = [heading('IMAGE', nameWidth), ...columns.map(({ title, width }) => heading(title, width))];
  const lines = [paint(COLOR.warning, WARNING), legend(total, output.isTTY), '', titles.join(SPACING)];
  for (const image of shown) {
    const names = [...(image.RepoTags ?? [])].sort((a, b) => b.length - a.length);
    const color = names.length === 0 ? COLOR.untagged : COLOR.name;
    const last = names.pop() ?? '<untagged>';
    // Only the last name stands beside other columns.
    for (const name of names)
      lines.push(paint(color, output.isTTY && tty ? ellipsis(name, tty.columns) : name));
    const cells = columns.map(({ value, width, right }) => {
      const text = value(image);
      const fill = ' '.repeat(width - text.length);
      return right ? fill + paint(COLOR.normal, text) : paint(COLOR.normal, text) + fill;
    });
    const name = ellipsis(last, nameWidth);
    lines.push(
      [paint(color, name) + ' '.repeat(nameWidth - Array.from(name).length), ...cells].join(SPACING),
    );
  }
  return `${lines.join('\n')}\n`;
}

function legend(width: number, colors: boolean): string {
  const plain = ' Info ->  U In Use ';
  if (!colors) return ' '.repeat(Math.max(0, width - plain.length)) + plain;
  const text =
    '\x1b[1m\x1b[106m\x1b[30mi\x1b[0m\x1b[0m \x1b[96mInfo → \x1b[0m\x1b[0m \x1b[38;5;0m\x1b[48;5;14m U \x1b[0m In Use ';
  return ' '.repeat(Math.max(0, width - 'i Info →   U  In Use '.length)) + text;
}
