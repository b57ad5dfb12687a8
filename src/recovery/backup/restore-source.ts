import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { PassThrough, Writable, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { measuring, unseal, type Measured } from './age.ts';
import { asLocalFailure, asTargetFailure, codeOf, missing, tampered, truncated } from './failures.ts';
import { blobName, contentsSchema, personKeysName, type Contents, type Manifest } from './manifest.ts';
import type { StoredBackup } from './stored-backups.ts';
import type { BackupTarget } from './target.ts';

/** A backup whose manifest is what a hub signed. */
export type Sound = StoredBackup & { manifest: Manifest };

/** What lies at a target, read for one restore. */
export class Source {
  readonly #target: BackupTarget;
  readonly #identities: readonly string[];
  readonly folder: string;

  constructor(target: BackupTarget, identities: readonly string[], folder: string) {
    this.#target = target;
    this.#identities = identities;
    this.folder = folder;
  }

  /** Read first: a wrong key is told before anything large comes. */
  async contents(chosen: Sound): Promise<Contents> {
    const bytes = await intoMemory((into) => this.part(chosen, 'contents.json.zst.age', into));
    try {
      return contentsSchema.parse(JSON.parse(bytes.toString('utf8')));
    } catch (error) {
      throw tampered(`The list of contents of the backup ${chosen.id}`, error);
    }
  }

  /** One part of the backup, in the clear: its bytes are those that the manifest names. */
  async part({ id, manifest }: Sound, name: string, into: Writable): Promise<void> {
    const said = manifest.parts.find((part) => part.name === name);
    if (!said) throw missing(`The part ${name} of the backup ${id}`);
    await this.#signed(`backups/${id}/${name}`, said, `The part ${name} of the backup ${id}`, into);
  }

  /** Keys of persons as they were when this backup was made, in the clear. */
  async personKeys({ id, manifest }: Sound, into: Writable): Promise<void> {
    const { personKeys } = manifest;
    if (!personKeys) throw missing(`The list of keys of the backup ${id}`);
    await this.#signed(personKeysName(id), personKeys, `The keys of persons beside the backup ${id}`, into);
  }

  async #signed(object: string, said: Measured, what: string, into: Writable): Promise<void> {
    const beside = join(this.folder, '.part');
    const got = await this.#fetch(object, createWriteStream(beside, { mode: 0o600 }));
    if (got.size < said.size) throw truncated(what);
    if (got.sha256 !== said.sha256) throw tampered(what);
    await unseal(createReadStream(beside), this.#identities, into);
    await rm(beside);
  }

  /** A blob, which is right when its content is its name. */
  async blob(keyring: string, sha256: string, file: string): Promise<void> {
    const name = blobName(keyring, sha256);
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    const source = await this.#open(name);
    const through = new PassThrough();
    const into = createWriteStream(file, { mode: 0o600, flush: true });
    const [, clear] = await Promise.all([
      within(this.#target, () => pipeline(source, through)),
      unseal(through, this.#identities, into),
    ]).catch((error: unknown) => {
      // The key has opened the list of contents: where it does not fit here, the head of the file was changed.
      const isAltered = codeOf(error) === 'BACKUP_TAMPERED' || codeOf(error) === 'BACKUP_KEY_WRONG';
      throw isAltered ? tampered(`The file ${name}`, error) : error;
    });
    if (clear.sha256 !== sha256) throw tampered(`The file ${name}`);
  }

  async #fetch(name: string, into: Writable): Promise<Measured> {
    const source = await this.#open(name);
    const { stream, done } = measuring();
    await within(this.#target, () => pipeline(source, stream, into));
    return done();
  }

  async #open(name: string): Promise<Readable> {
    const source = await within(this.#target, () => this.#target.get(name));
    if (source === null) throw missing(`The file ${name}`);
    return source;
  }
}

/** For what is small. */
export async function intoMemory(read: (into: Writable) => Promise<unknown>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  const into = new Writable({
    write(chunk: Buffer, _encoding, next) {
      chunks.push(chunk);
      next();
    },
  });
  await read(into);
  return Buffer.concat(chunks);
}

/** Asks a target; what fails there has a code. */
export async function within<Result>(target: BackupTarget, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw asLocalOr(error, target);
  }
}

/** A full disk of this machine is not the target's fault. */
function asLocalOr(error: unknown, target: BackupTarget): unknown {
  const known = asLocalFailure(error);
  return known === error ? asTargetFailure(error, target.name) : known;
}
