import { expect, test } from 'vitest';
import { alignColumns } from '../../../src/simulator/common/tabwriter.ts';
import { type ListType, renderList } from '../../../src/simulator/docker/render/table.ts';
import { TIME } from '../../../src/simulator/docker/render/template/common-types.ts';
import { BOOL, STRING, struct } from '../../../src/simulator/docker/render/template/types.ts';

interface Item {
  id: string;
  labels: Record<string, string>;
}

const LIST: ListType<Item> = {
  name: 'formatter.ItemContext',
  fields: {
    trunc: { type: BOOL, value: () => true },
    i: {
      type: struct('item.Summary', { ID: [STRING, { json: 'id' }], Created: TIME }),
      value: ({ id }) => ({ id, Created: '2026-11-23T07:57:57.5Z' }),
    },
  },
  columns: {
    ID: { header: 'ITEM ID', value: ({ id }) => id },
    Labels: { header: 'LABELS', value: ({ labels }) => Object.entries(labels).flat().join('=') },
    Label: { value: () => '', of: ({ labels }, name) => labels[name] ?? '' },
  },
};
const ITEMS: Item[] = [
  { id: 'a', labels: { x: '<1>' } },
  { id: 'a-long-one', labels: {} },
];

test('columns are at least ten wide, with three spaces between; the last is not padded', () => {
  expect(alignColumns('A\tB\tC\na-long-one\tb\t\nno tabs\nx\ty')).toBe(
    'A            B         C\na-long-one   b         \nno tabs\nx         y',
  );
});

test('a table has headings, also without rows', () => {
  expect(renderList('table {{.ID}}\\t{{upper .Labels}}', LIST, ITEMS)).toBe(
    'ITEM ID      LABELS\na            X=<1>\na-long-one   \n',
  );
  expect(renderList('table {{.ID}}', LIST, [])).toBe('ITEM ID\n');
});

test('a label is a column of its own', () => {
  expect(renderList('table {{.Label "com.example.some-name"}}', LIST, ITEMS.slice(1))).toBe('some name\n\n');
});

test('json has one line an item, its keys in order', () => {
  expect(renderList('json', LIST, ITEMS.slice(0, 1))).toBe('{"ID":"a","Labels":"x=\\u003c1\\u003e"}\n');
});

test('a column that is none is refused', () => {
  expect(() => renderList('{{.Nope}}', LIST, ITEMS)).toThrow(
    'template parsing error: template: :1:2: executing "" at <.Nope>: can\'t evaluate field Nope in type *formatter.ItemContext',
  );
});

test('an item as a whole is the struct that the real CLI keeps; what is inside prints itself no more', () => {
  expect(renderList('{{.}} {{.Header}}', LIST, ITEMS.slice(0, 1))).toBe(
    '{{<nil>} true {a {500000000 63931017477 <nil>}}} <no value>\n',
  );
  expect(() => renderList('{{.trunc}}', LIST, ITEMS)).toThrow(
    'at <.trunc>: trunc is an unexported field of struct type *formatter.ItemContext',
  );
});

test('an item with a method Error prints as that', () => {
  const failed = { ...LIST, columns: { ...LIST.columns, Error: { value: () => 'no such item' } } };
  expect(renderList('{{.}}', failed, ITEMS.slice(0, 1))).toBe('no such item\n');
});
