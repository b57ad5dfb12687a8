import { randomBytes, type KeyObject } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import pMap, { pMapSkip } from 'p-map';
import { measureFile, seal, type Measured } from './age.ts';
import { checkClock } from './clock.ts';
import { asLocalFailure, asTargetFailure } from './failures.ts';
import { pruneJournal } from './journal/index.ts';
import { lockNotes, notesFolder, readLedger, writeLedger, type LedgerEntry } from './ledger.ts';
import {
  blobName,
  hashOf,
  keyringOf,
  manifestName,
  signerOf,
  signingKey,
  signManifest,
  type Contents,
  personKeysName,
} from './manifest.ts';
import { openTarget } from './open-target.ts';
import { olderPersonKeys, sealPersonKeys } from './personal.ts';
import { collectReceipts } from './receipts.ts';
import { keptOf, removeBackup } from './retention.ts';
import { Sending } from './sending.ts';
import type { BackupPlan, BackupTargetSettings } from './settings.ts';
import { listBlobs, listIncluded, readSmallFiles, sealDatabase, type BlobFile } from './snapshot.ts';
import { bytesOf, storedBackups, type StoredBackup } from './stored-backups.ts';
import type { BackupTarget } from './target.ts';

export interface BackupOptions {
  /** Sends everything again, whatever lies at the targets. */
  full?: boolean;
  /** The clock is right, whatever it looks like. */
  trustClock?: boolean;
  now?(): Date;
  open?(settings: BackupTargetSettings): BackupTarget;
  signal?: AbortSignal;
}

/** What became of one backup. */
export interface BackupResult {
  id: string;
  at: string;
  seconds: number;
  /** Sent, over all targets. */
  bytes: number;
  targets: LedgerEntry['targets'];
  /** Old ones that retention took away. */
  removed: string[];
  warnings: string[];
  /** What `mortar restore --signer` takes. */
  signer: string;
}

const PARALLEL = 4;
const CONTENTS = 'contents.json.zst.age';
const OBJECTS = 'objects.json.zst';

/** Makes one backup and sends it to every target. Throws where no target has it afterwards. */
export async function makeBackup(plan: BackupPlan, options: BackupOptions = {}): Promise<BackupResult> {
  const { now = () => new Date(), open = (settings) => openTarget(settings, now) } = options;
  const unlock = lockNotes(plan.data);
  const sendings = plan.targets.map((settings) => new Sending(open(settings)));
  try {
    return await new Run(plan, { ...options, now }, sendings).make();
  } catch (error) {
    throw asLocalFailure(error);
  } finally {
    for (const { target } of sendings) await target.close().catch(() => undefined);
    unlock();
  }
}

/** A backup's place in the chain. */
interface Link {
  sequence: number;
  /** Of its manifest. */
  sha256: string;
  journal: LedgerEntry['journal'];
  auditHead: LedgerEntry['auditHead'];
}

/** One backup under way. */
class Run {
  readonly #plan: BackupPlan;
  readonly #options: BackupOptions & { now(): Date };
  readonly #sendings: readonly Sending[];
  readonly #stored = new Map<Sending, { backups: StoredBackup[]; names: string[] }>();
  readonly #warnings: string[] = [];
  readonly #receiptKey = randomBytes(32).toString('hex');

  constructor(plan: BackupPlan, options: BackupOptions & { now(): Date }, sendings: readonly Sending[]) {
    this.#plan = plan;
    this.#options = options;
    this.#sendings = sendings;
  }

  async make(): Promise<BackupResult> {
    const began = performance.now();
    const { data } = this.#plan;
    const at = this.#options.now();
    const ledger = await readLedger(data);
    checkClock(at, ledger, this.#options.trustClock ?? false);
    const id = idOf(at);
    const staging = await this.#stage(id);
    try {
      await this.#look();
      const key = await signingKey(notesFolder(data));
      const sent = await this.#send({ id, at, ledger, key, staging });
      const seconds = (performance.now() - began) / 1000;
      const entry = this.#entry({ id, at, seconds, ...sent });
      await writeLedger(data, [entry, ...ledger]);
      this.#refuseIfNowhere();
      const reached = this.#sendings.filter(({ failure }) => failure === null);
      await collectReceipts(
        data,
        reached.map(({ target }) => target),
      );
      const noted = await readLedger(data);
      await this.#forgetOldKeys(id, signerOf(key));
      const removed = await this.#retain(entry, noted);
      const { targets, bytes } = entry;
      return { id, at: entry.at, seconds, bytes, targets, removed, warnings: this.#warned(), signer: signerOf(key) };
    } finally {
      await rm(staging, { recursive: true, force: true });
    }
  }

  /** An empty folder for what is prepared; what a kill left of earlier ones goes. */
  async #stage(id: string): Promise<string> {
    const folder = notesFolder(this.#plan.data);
    for (const name of await readdir(folder)) {
      if (name.startsWith('staging-')) await rm(join(folder, name), { recursive: true, force: true });
    }
    const staging = join(folder, `staging-${id}`);
    await mkdir(staging, { mode: 0o700 });
    return staging;
  }

  /** What lies at the targets already. */
  async #look(): Promise<void> {
    const blobs = `blobs/${keyringOf(this.#plan.recipients)}/`;
    for (const sending of this.#sendings) {
      await sending.attempt(async () => {
        const names = (await sending.target.list('backups/')).map(({ name }) => name);
        this.#stored.set(sending, { names, backups: await storedBackups(sending.target, names) });
        const known = this.#options.full ? [] : await sending.target.list(blobs);
        sending.know(known.filter(({ size }) => size > 0).map(({ name }) => name));
      });
    }
  }

  /** Everything, and the manifest last: before it is there, there is no such backup. */
  async #send(run: { id: string; at: Date; ledger: LedgerEntry[]; key: KeyObject; staging: string }): Promise<Link> {
    const { id, at, ledger, key, staging } = run;
    const { data, recipients } = this.#plan;
    const database = await sealDatabase(this.#plan, staging);
    this.#options.signal?.throwIfAborted();
    const blobs = await this.#sendBlobs(await listBlobs(data), staging);
    const included = await this.#sendBlobs(await listIncluded(this.#plan.include), staging);
    const contents = await this.#contents(database.tables, blobs, included);
    const { sealed } = await seal(Readable.from([JSON.stringify(contents)]), recipients, join(staging, CONTENTS));
    const keyring = keyringOf(recipients);
    const objects = [...blobs, ...included].map(({ sha256 }) => blobName(keyring, sha256));
    await writeFile(join(staging, OBJECTS), zstdCompressSync(JSON.stringify(objects)));
    const parts = [
      { name: database.part, ...database.sealed },
      { name: CONTENTS, ...sealed },
      { name: OBJECTS, ...(await measureFile(join(staging, OBJECTS))) },
    ];
    for (const { name, size } of parts) await this.#toAll(`backups/${id}/${name}`, join(staging, name), size);
    const personKeys = await this.#sendPersonKeys(id, staging);
    this.#options.signal?.throwIfAborted();
    const previous = ledger.find(({ targets }) => targets.some(({ stored }) => stored));
    const sequence = this.#nextSequence(ledger, signerOf(key));
    const bytes = signManifest(
      {
        format: 1,
        id,
        sequence,
        at: at.toISOString(),
        mortar: this.#plan.version,
        database: this.#plan.database === undefined ? 'sqlite' : 'postgres',
        previous: previous ? { id: previous.id, sha256: previous.sha256 } : null,
        parts,
        personKeys,
        ...(database.auditHead && { auditHead: database.auditHead }),
      },
      key,
    );
    await writeFile(join(staging, 'manifest.json'), bytes);
    await this.#toAll(manifestName(id), join(staging, 'manifest.json'), bytes.length);
    const journal = database.journal && { ...database.journal, keyring };
    return { sequence, sha256: hashOf(bytes), journal, auditHead: database.auditHead };
  }

  /** Sends what some target lacks. Gives back what can be relied upon. */
  async #sendBlobs<File extends BlobFile>(files: readonly File[], staging: string): Promise<File[]> {
    const keyring = keyringOf(this.#plan.recipients);
    const { signal } = this.#options;
    const ofOne = async (file: File): Promise<File | typeof pMapSkip> => {
      if (await this.#sendBlob(file, blobName(keyring, file.sha256), staging)) return file;
      this.#warnings.push(`${file.file} changed while it was read, or is damaged: it is not in this backup.`);
      return pMapSkip;
    };
    return pMap(files, ofOne, { concurrency: PARALLEL, ...(signal && { signal }) });
  }

  async #sendBlob(file: BlobFile, name: string, staging: string): Promise<boolean> {
    const lacking = this.#sendings.filter((sending) => sending.lacks(name));
    if (lacking.length === 0) return true;
    const beside = join(staging, randomBytes(8).toString('hex'));
    const { clear, sealed } = await seal(createReadStream(file.file), this.#plan.recipients, beside);
    const isSound = clear.sha256 === file.sha256;
    if (isSound) await Promise.all(lacking.map((sending) => sending.put(name, beside, sealed.size)));
    await rm(beside, { force: true });
    return isSound;
  }

  /** What is kept only as it is now: an old backup must not bring back whom somebody erased. */
  async #sendPersonKeys(id: string, staging: string): Promise<Measured> {
    const { data, database, recipients } = this.#plan;
    const beside = join(staging, 'person-keys');
    const sealed = await sealPersonKeys({ data, database }, recipients, beside);
    await this.#toAll(personKeysName(id), beside, sealed.size);
    return sealed;
  }

  /** Once the newest are there, the others go; where nothing can go, a restore takes the newest all the same. */
  async #forgetOldKeys(id: string, signer: string): Promise<void> {
    for (const sending of this.#sendings) {
      if (sending.failure !== null || sending.target.locked) continue;
      try {
        const names = (await sending.target.list('keys/')).map(({ name }) => name);
        const own = this.#ownBackups(signer).map((backup) => personKeysName(backup));
        for (const name of olderPersonKeys(names, id)) if (own.includes(name)) await sending.target.remove(name);
      } catch (error) {
        this.#warnings.push(`Keys of erased persons stay: ${asTargetFailure(error, sending.target.name).message}`);
      }
    }
  }

  async #toAll(name: string, file: string, size: number): Promise<void> {
    await Promise.all(this.#sendings.map((sending) => sending.put(name, file, size)));
  }

  async #contents(
    tables: Contents['tables'],
    blobs: BlobFile[],
    included: (BlobFile & { path: string })[],
  ): Promise<Contents> {
    const { data, configFile, environment, recipients } = this.#plan;
    return {
      tables,
      blobs: blobs.map(({ sha256, size }) => [sha256, size]),
      included: included.map(({ path, sha256, size }) => ({ path, sha256, size })),
      files: await readSmallFiles(data),
      config: configFile === undefined ? null : await readFile(configFile, 'utf8'),
      environment,
      receiptKey: this.#receiptKey,
      keyring: keyringOf(recipients),
    };
  }

  /** Another hub's lie at the same target, perhaps. */
  #ownBackups(signer: string): string[] {
    const there = [...this.#stored.values()].flatMap(({ backups }) => backups);
    return there.filter(({ manifest }) => manifest?.signer === signer).map(({ id }) => id);
  }

  /** A restored hub may know fewer backups than lie at the targets. */
  #nextSequence(ledger: readonly LedgerEntry[], signer: string): number {
    const there = [...this.#stored.values()].flatMap(({ backups }) => backups.map(({ manifest }) => manifest));
    const ours = there.filter((manifest) => manifest?.signer === signer);
    return (
      1 + Math.max(0, ...ledger.map(({ sequence }) => sequence), ...ours.map((manifest) => manifest?.sequence ?? 0))
    );
  }

  #entry({ at, ...made }: Link & { id: string; at: Date; seconds: number }): LedgerEntry {
    return {
      ...made,
      at: at.toISOString(),
      bytes: this.#sendings.reduce((sum, { bytes }) => sum + bytes, 0),
      targets: this.#sendings.map(({ target, failure }) => ({
        name: target.name,
        site: target.site,
        stored: failure === null,
        code: failure?.code ?? null,
        message: failure?.message ?? null,
      })),
      receiptKey: this.#receiptKey,
      verifiedAt: null,
      restoreSeconds: null,
      verifiedFrom: null,
    };
  }

  #refuseIfNowhere(): void {
    const failures = this.#sendings.map(({ failure }) => failure);
    const [first] = failures;
    if (first && failures.every((failure) => failure !== null)) throw first;
  }

  async #retain(made: LedgerEntry, ledger: readonly LedgerEntry[]): Promise<string[]> {
    const verified = ledger.find(({ verifiedAt }) => verifiedAt !== null);
    const removed = new Set<string>();
    for (const sending of this.#sendings) {
      const there = this.#stored.get(sending);
      if (sending.failure !== null || there === undefined || sending.target.locked) continue;
      try {
        for (const id of await this.#retainAt(sending.target, there, [made.id, verified?.id ?? made.id]))
          removed.add(id);
        if (made.journal)
          await pruneJournal(sending.target, ledger, {
            line: made.journal.line,
            daily: this.#plan.keep.daily,
          });
      } catch (error) {
        // The backup is there; only what is old is there, too.
        this.#warnings.push(`Old backups stay: ${asTargetFailure(error, sending.target.name).message}`);
      }
    }
    return [...removed];
  }

  async #retainAt(
    target: BackupTarget,
    there: { backups: StoredBackup[]; names: string[] },
    always: string[],
  ): Promise<string[]> {
    const dated = there.backups.flatMap(({ manifest }) => (manifest ? [manifest] : []));
    const today = { id: always[0] ?? '', at: this.#options.now().toISOString(), sequence: Number.MAX_SAFE_INTEGER };
    const kept = keptOf([...dated, today], this.#plan.keep, always);
    const old = dated.filter(({ id }) => !kept.has(id)).map(({ id }) => id);
    // What was begun and never ended has no manifest.
    const whole = new Set(there.backups.map(({ id }) => id));
    const begun = new Set(there.names.map((name) => name.split('/')[1] ?? '').filter((id) => !whole.has(id)));
    for (const id of [...begun, ...old]) await removeBackup(target, id, there.names);
    if (old.length > 0) await removeUnused(target);
    return old;
  }

  #warned(): string[] {
    const sites = new Set(this.#sendings.filter(({ failure }) => failure === null).map(({ target }) => target.site));
    const alone = 'This backup lies at one site only: what burns there is gone. Name a target at another site.';
    return sites.size < 2 ? [...this.#warnings, alone] : this.#warnings;
  }
}

/** Takes away blobs that no backup names any more. */
async function removeUnused(target: BackupTarget): Promise<void> {
  const used = new Set<string>();
  for (const { name } of await target.list('backups/')) {
    if (!name.endsWith(`/${OBJECTS}`)) continue;
    const source = await target.get(name);
    if (source === null) return;
    const names = JSON.parse(zstdDecompressSync(await bytesOf(source, 1_000_000_000)).toString()) as string[];
    for (const each of names) used.add(each);
  }
  for (const { name } of await target.list('blobs/')) if (!used.has(name)) await target.remove(name);
}

function idOf(at: Date): string {
  const time = at.toISOString().replace(/[-:]|\.\d+/g, '');
  return `${time}-${randomBytes(3).toString('hex')}`;
}
