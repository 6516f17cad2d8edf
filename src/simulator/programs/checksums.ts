import { md5, sha1 } from '@noble/hashes/legacy.js';
import { sha256, sha512 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { FileError } from '../common/files.ts';
import type { Program } from '../common/process.ts';
import { openInput, readAll } from './support/input.ts';
import { command, complain, Failure, forEach } from './support/program.ts';

const HASHES = { md5, sha1, sha256, sha512 };

/** md5sum(1), sha1sum(1), sha256sum(1), sha512sum(1). */
export function checksum(algorithm: keyof typeof HASHES): Program {
  const hash = async (bytes: Uint8Array) =>
    algorithm === 'sha256'
      ? bytesToHex(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes as BufferSource)))
      : bytesToHex(HASHES[algorithm](bytes));
  return command(
    { short: 'cbtw', long: { check: 'c', quiet: 'quiet', status: 'status', binary: 'b', text: 't' } },
    async (process, options) => {
      const names = options.rest.length > 0 ? options.rest : ['-'];
      if (!options.has('c')) {
        return forEach(process, names, async (name) => {
          const bytes = await readAll(openInput(process, name), process.signal);
          await process.stdout.write(`${await hash(bytes)} ${options.has('b') ? '*' : ' '}${name}\n`);
        });
      }
      let failed = 0;
      let missing = 0;
      let malformed = 0;
      for (const list of names) {
        const text = new TextDecoder().decode(await readAll(openInput(process, list), process.signal));
        if (!/^[0-9a-fA-F]{32,} [ *]./m.test(text)) {
          await complain(process, `${list}: no properly formatted checksum lines found`);
          malformed++;
          continue;
        }
        for (const line of text.split('\n').filter(Boolean)) {
          const match = /^([0-9a-fA-F]+) [ *](.+)$/.exec(line);
          if (!match) continue;
          try {
            const same =
              (await hash(await readAll(openInput(process, match[2]!), process.signal))) ===
              match[1]!.toLowerCase();
            if (!same) failed++;
            if (!options.has('status') && !(same && options.has('quiet')))
              await process.stdout.write(`${match[2]}: ${same ? 'OK' : 'FAILED'}\n`);
          } catch (error) {
            if (!(error instanceof FileError)) throw error;
            await complain(process, `${match[2]}: ${error.message}`);
            await process.stdout.write(`${match[2]}: FAILED open or read\n`);
            missing++;
          }
        }
      }
      const plural = (n: number, one: string, many: string) => (n === 1 ? one : many);
      if (missing > 0)
        await complain(
          process,
          `WARNING: ${missing} listed ${plural(missing, 'file', 'files')} could not be read`,
        );
      if (failed > 0 && !options.has('status')) {
        await complain(
          process,
          `WARNING: ${failed} computed ${plural(failed, 'checksum did', 'checksums did')} NOT match`,
        );
      }
      return failed + missing + malformed > 0 ? 1 : 0;
    },
  );
}

/** Whole groups of four letters; padding may stand between them, as in texts put together. */
const QUADS = /^(?:[A-Za-z0-9+/]{4}|[A-Za-z0-9+/]{3}=|[A-Za-z0-9+/]{2}==)*/;

/** base64(1). */
export const base64 = command(
  { short: 'dw:i', long: { decode: 'd', 'wrap=': 'w', 'ignore-garbage': 'i' } },
  async (process, options) =>
    forEach(process, options.rest.length > 0 ? options.rest : ['-'], async (name) => {
      const bytes = await readAll(openInput(process, name), process.signal);
      if (options.has('d')) {
        const text = new TextDecoder()
          .decode(bytes)
          .replace(options.has('i') ? /[^A-Za-z0-9+/=]/g : /\n/g, '');
        const quads = text.match(QUADS)![0];
        // What the last, unfinished four letters say comes out too.
        const rest = /^[A-Za-z0-9+/]{2,3}/.exec(text.slice(quads.length))?.[0] ?? '';
        const decoded = [...(quads.match(/.{4}/g) ?? []), ...(rest ? [rest] : [])]
          .map((quad) => atob(quad))
          .join('');
        await process.stdout.write(Uint8Array.from(decoded, (c) => c.charCodeAt(0)));
        if (quads.length < text.length) throw new Failure('invalid input');
        return;
      }
      let text = '';
      for (let i = 0; i < bytes.length; i += 3 * 4096)
        text += btoa(String.fromCharCode(...bytes.subarray(i, i + 3 * 4096)));
      const wrap = Number(options.get('w') ?? 76);
      await process.stdout.write(wrap === 0 ? text : text.replace(new RegExp(`.{1,${wrap}}`, 'g'), '$&\n'));
    }),
);
