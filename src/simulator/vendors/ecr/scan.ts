import { z } from 'zod';
import { type Content, contentBytes } from '../../common/files.ts';
import { gunzipRuns } from '../../common/gunzip-runs.ts';
import { isGzip } from '../../common/gzip.ts';
import { unpackTar } from '../../common/tar-reader.ts';
import { descriptorsIn } from '../descriptors.ts';
import { ECR_FACTS } from './definition.ts';
import { EcrError, imageIdText } from './errors.ts';
import { imageId, requireImage } from './images.ts';
import { requireRepository } from './repositories.ts';
import type { Ecr, EcrFinding } from './state.ts';

/** Basic scanning: packages in an image, by the databases of its package manager, held against known weaknesses. */

const UNSUPPORTED = 'UnsupportedImageError: The operating system and/or package manager are not supported.';
const ORDER = ['CRITICAL', 'HIGH', 'MEDIUM', 'LOW', 'INFORMATIONAL', 'UNDEFINED'];
const decoder = new TextDecoder();

/** Packages and versions in the database of apk (`P:`, `V:`) or dpkg (`Package:`, `Version:`). */
function readDatabase(text: string): Map<string, string> {
  const packages = new Map<string, string>();
  let name = '';
  for (const line of text.split('\n')) {
    const match = /^(P|V|Package|Version): ?(.+)$/.exec(line);
    if (match?.[1] === 'P' || match?.[1] === 'Package') name = match[2]!;
    else if (match) packages.set(name, match[2]!);
  }
  return packages;
}

const DATABASES = ['lib/apk/db/installed', 'var/lib/dpkg/status'];

async function packagesOf({ blobs }: Ecr, digest: string): Promise<Map<string, string> | undefined> {
  let found: Map<string, string> | undefined;
  for (const layer of descriptorsIn(blobs.get(digest), 'layers')) {
    const bytes = blobs.get(layer.digest);
    if (!bytes) continue;
    const archive: Content | Content[] = isGzip(bytes) ? await gunzipRuns(bytes) : bytes;
    for (const { name, content } of unpackTar(archive)) {
      if (DATABASES.includes(name.replace(/^\.?\//, '')) && content) {
        found = readDatabase(decoder.decode(contentBytes(content)));
      }
    }
  }
  return found;
}

/** Scans an image and keeps what was found. */
export async function scanImage(ecr: Ecr, name: string, digest: string): Promise<void> {
  const { scans } = requireRepository(ecr, name);
  const completed = ecr.now();
  const packages = await packagesOf(ecr, digest);
  if (!packages) {
    scans.set(digest, { status: 'FAILED', description: UNSUPPORTED, completed, findings: [] });
    return;
  }
  const findings = ecr.definition.vulnerabilities
    .filter((one) => one.versions.includes(packages.get(one.package) ?? ''))
    .map(
      (one): EcrFinding => ({
        name: one.name,
        description: one.description,
        uri: `http://people.ubuntu.com/~ubuntu-security/cve/${one.name}`,
        severity: one.severity,
        attributes: [
          { key: 'package_version', value: packages.get(one.package)! },
          { key: 'package_name', value: one.package },
        ],
      }),
    )
    .sort((a, b) => ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity));
  const description = 'The scan was completed successfully.';
  scans.set(digest, { status: 'COMPLETE', description, completed, findings });
}

const input = z.object({ repositoryName: z.string(), imageId });

/** `StartImageScan` */
export async function startImageScan(ecr: Ecr, given: unknown): Promise<unknown> {
  const { repositoryName, imageId: id } = input.parse(given);
  const repository = requireRepository(ecr, repositoryName);
  const image = requireImage(ecr, repositoryName, id);
  const last = repository.scans.get(image.imageDigest)?.completed;
  if (last !== undefined && ecr.now() - last < ECR_FACTS.scanInterval * 1000) {
    throw new EcrError(
      'LimitExceededException',
      'The scan quota per image has been exceeded. Wait and try again.',
    );
  }
  await scanImage(ecr, repositoryName, image.imageDigest);
  return {
    registryId: ecr.definition.account,
    repositoryName,
    imageId: image,
    imageScanStatus: { status: 'IN_PROGRESS' },
  };
}

/** `DescribeImageScanFindings` */
export function describeImageScanFindings(ecr: Ecr, given: unknown): unknown {
  const { repositoryName, imageId: id } = input.parse(given);
  const registryId = ecr.definition.account;
  const repository = requireRepository(ecr, repositoryName);
  const image = requireImage(ecr, repositoryName, id);
  const scan = repository.scans.get(image.imageDigest);
  if (!scan) {
    throw new EcrError(
      'ScanNotFoundException',
      `Image scan does not exist for the image with '${imageIdText(image)}' in the repository with name '${repositoryName}' in the registry with id '${registryId}'`,
    );
  }
  const { status, description, completed, findings } = scan;
  const findingSeverityCounts: Record<string, number> = {};
  for (const { severity } of findings)
    findingSeverityCounts[severity] = (findingSeverityCounts[severity] ?? 0) + 1;
  const imageScanFindings = {
    findings,
    imageScanCompletedAt: completed / 1000,
    vulnerabilitySourceUpdatedAt: completed / 1000,
    findingSeverityCounts,
  };
  return {
    ...(status === 'COMPLETE' ? { imageScanFindings } : {}),
    registryId,
    repositoryName,
    imageId: image,
    imageScanStatus: { status, description },
  };
}
