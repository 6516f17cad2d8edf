import { familiarName, parseReference } from '../../common/reference.ts';
import { goTime } from '../render/date.ts';
import { humanDuration } from '../render/duration.ts';
import { humanSize } from '../render/size.ts';
import { isTableFormat, type ListType } from '../render/table.ts';
import { BOOL, STRING } from '../render/template/types.ts';
import { shortId } from '../render/text.ts';
import { IMAGE_SUMMARY } from './summary-type.ts';

/** An image in the answer to `GET /images/json`. */
export interface ImageSummary {
  Id: string;
  RepoTags: string[] | null;
  RepoDigests: string[] | null;
  /** Seconds since the epoch. */
  Created: number;
  Size: number;
  SharedSize: number;
  Containers: number;
}

/** One line of `docker images`: an image under one of its names. */
interface Row {
  image: ImageSummary;
  repository: string;
  tag: string;
  digest: string;
}

/** The time of images that have none: Go's zero time. */
export const NO_TIME = -62135596800;
const NONE = '<none>';

const TABLE =
  'table {{.Repository}}\t{{.Tag}}\t{{.ID}}\t{{if .CreatedSince }}{{.CreatedSince}}{{else}}N/A{{end}}\t{{.Size}}';
const TABLE_WITH_DIGEST =
  'table {{.Repository}}\t{{.Tag}}\t{{.Digest}}\t{{.ID}}\t{{if .CreatedSince }}{{.CreatedSince}}{{else}}N/A{{end}}\t{{.Size}}';
const raw = (digest: boolean): string =>
  `repository: {{ .Repository }}\ntag: {{.Tag}}\n${digest ? 'digest: {{.Digest}}\n' : ''}image_id: {{.ID}}\ncreated_at: {{.CreatedAt}}\nvirtual_size: {{.Size}}\n`;

/** The template behind `table`, `raw` and the flags `-q` and `--digests`. */
export function imageFormat(format: string, quiet: boolean, digests: boolean): string {
  if (format === 'table') {
    if (quiet) return '{{.ID}}';
    return digests ? TABLE_WITH_DIGEST : TABLE;
  }
  if (format === 'raw') return quiet ? 'image_id: {{.ID}}' : raw(digests);
  return isTableFormat(format) && digests && !format.includes('{{.Digest}}')
    ? `${format}\t{{.Digest}}`
    : format;
}

/** The rows of images: one for each tag, and, where digests are wanted, each digest. */
export function imageRows(images: readonly ImageSummary[], format: string, digests: boolean): Row[] {
  return images.flatMap((image) => rowsOf(image, digests, digests || format.includes('{{.Digest}}')));
}

export function isDangling({ RepoTags, RepoDigests }: ImageSummary): boolean {
  const tags = RepoTags ?? [];
  const digests = RepoDigests ?? [];
  if (tags.length === 0 && digests.length === 0) return true;
  return (
    tags.length === 1 && tags[0] === '<none>:<none>' && digests.length === 1 && digests[0] === '<none>@<none>'
  );
}

/** An image under the first of its names, as `docker system df -v` lists it. */
export function imageRow(image: ImageSummary): Row {
  const reference = isDangling(image) ? undefined : image.RepoTags?.[0];
  const { tag, ...named } = reference ? parseReference(reference) : { tag: undefined };
  const repository = 'domain' in named && tag ? familiarName(named) : NONE;
  return { image, repository, tag: tag ?? NONE, digest: '' };
}

function rowsOf(image: ImageSummary, ownRows: boolean, needDigests: boolean): Row[] {
  if (isDangling(image)) return [{ image, repository: NONE, tag: NONE, digest: NONE }];
  const tags = byRepository(image.RepoTags ?? [], 'tag');
  const digests = byRepository(image.RepoDigests ?? [], 'digest');
  const rows: Row[] = [];
  for (const [repository, names] of tags) {
    const known = needDigests ? (digests.get(repository) ?? []) : [];
    digests.delete(repository);
    for (const tag of names) {
      for (const digest of known.length > 0 ? known : [NONE]) rows.push({ image, repository, tag, digest });
    }
  }
  for (const [repository, names] of digests) {
    for (const digest of ownRows ? names : ['']) rows.push({ image, repository, tag: NONE, digest });
  }
  return rows;
}

function byRepository(references: readonly string[], part: 'tag' | 'digest'): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const text of references) {
    try {
      const reference = parseReference(text);
      const value = reference[part];
      const name = familiarName(reference);
      if (!value) continue;
      const group = groups.get(name);
      if (group) group.push(value);
      else groups.set(name, [value]);
    } catch {
      // Names that are none, such as <none>:<none>, have no row of their own.
    }
  }
  return groups;
}

const unknown = (size: number): string => (size === -1 ? 'N/A' : humanSize(size));

/** What a format can say of an image. */
export function imageList(now: number, truncate: boolean): ListType<Row> {
  return {
    name: 'formatter.imageContext',
    fields: {
      trunc: { type: BOOL, value: () => truncate },
      i: { type: IMAGE_SUMMARY, value: ({ image }) => image },
      repo: { type: STRING, value: ({ repository }) => repository },
      tag: { type: STRING, value: ({ tag }) => tag },
      digest: { type: STRING, value: ({ digest }) => digest },
    },
    columns: {
      ID: { header: 'IMAGE ID', value: ({ image }) => (truncate ? shortId(image.Id) : image.Id) },
      Repository: { header: 'REPOSITORY', value: (row) => row.repository },
      Tag: { header: 'TAG', value: (row) => row.tag },
      Digest: { header: 'DIGEST', value: (row) => row.digest },
      CreatedSince: {
        header: 'CREATED',
        value: ({ image }) =>
          image.Created === NO_TIME ? '' : `${humanDuration(now - image.Created * 1000)} ago`,
      },
      CreatedAt: { header: 'CREATED AT', value: ({ image }) => goTime(image.Created) },
      Size: { header: 'SIZE', value: ({ image }) => humanSize(image.Size, 3) },
      Containers: {
        header: 'CONTAINERS',
        value: ({ image }) => (image.Containers === -1 ? 'N/A' : String(image.Containers)),
      },
      VirtualSize: { header: 'SIZE', value: ({ image }) => humanSize(image.Size) },
      SharedSize: { header: 'SHARED SIZE', value: ({ image }) => unknown(image.SharedSize) },
      UniqueSize: {
        header: 'UNIQUE SIZE',
        value: ({ image }) => (image.SharedSize === -1 ? 'N/A' : humanSize(image.Size - image.SharedSize)),
      },
    },
  };
}
