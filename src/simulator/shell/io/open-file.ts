import type { Input, Output } from '../../common/process.ts';
import { encodeText, hasRawBytes } from '../../common/raw-bytes.ts';

interface Ends {
  input?: Input;
  output?: Output;
  /** Called when the last descriptor of it is closed. */
  close?: () => void;
}

/**
 * An open file description (open(2)): what descriptors refer to. Duplicates share it, and it closes with the last of
 * them, so that a pipe's reader sees the end when every writer is gone.
 */
export class OpenFile implements Input, Output {
  private references = 1;
  private unreadBytes: Uint8Array[] = [];
  private readonly ends: Ends;

  constructor(ends: Ends) {
    this.ends = ends;
  }

  get isTTY(): boolean {
    return (this.ends.input ?? this.ends.output)?.isTTY ?? false;
  }

  get readable(): boolean {
    return this.ends.input !== undefined;
  }

  get writable(): boolean {
    return this.ends.output !== undefined;
  }

  share(): this {
    this.references++;
    return this;
  }

  release(): void {
    if (--this.references === 0) this.ends.close?.();
  }

  async read(signal?: AbortSignal): Promise<Uint8Array | undefined> {
    return this.unreadBytes.shift() ?? (await this.ends.input?.read(signal));
  }

  /** Gives back what was read too much: `read` takes one line and leaves the rest to the next reader. */
  unread(bytes: Uint8Array): void {
    if (bytes.length > 0) this.unreadBytes.unshift(bytes);
  }

  async write(data: Uint8Array | string): Promise<void> {
    const bytes = typeof data === 'string' && hasRawBytes(data) ? encodeText(data) : data;
    await this.ends.output?.write(bytes);
  }
}

/** The table of open descriptors of a process. */
export type Descriptors = Map<number, OpenFile>;

export function shareAll(descriptors: Descriptors): Descriptors {
  return new Map([...descriptors].map(([fd, file]) => [fd, file.share()]));
}

export function releaseAll(descriptors: Descriptors): void {
  for (const file of descriptors.values()) file.release();
  descriptors.clear();
}
