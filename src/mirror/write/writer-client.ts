import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { AuditWriter } from '../audit-entry.ts';
import type { MirrorWriter } from '../contract.ts';
import type { HintWriter } from '../hint.ts';
import type { JournalPosition, JournalWriter } from '../journal.ts';
import { invalid } from '../mirror-error.ts';
import type { PersonWriter } from '../person.ts';
import type { TokenWriter } from '../token.ts';
import {
  receiveFailure,
  type WriterMethod,
  type WriterMethods,
  type WriterReply,
  type WriterStart,
} from './writer-messages.ts';

interface Waiting {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

/** What the thread keeps is bounded; with much room, V8 would let garbage pile up to several times of that. */
const HEAP = { maxOldGenerationSizeMb: 1024, maxYoungGenerationSizeMb: 48 };

type Argument<Method extends WriterMethod> = Parameters<WriterMethods[Method]>[0];
type Answer<Method extends WriterMethod> = Awaited<ReturnType<WriterMethods[Method]>>;

/** The writer as other threads see it: every call is one message to its thread, answered in order. */
export class WriterClient implements MirrorWriter, TokenWriter, AuditWriter, JournalWriter, HintWriter, PersonWriter {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  readonly #exited: Promise<void>;
  #calls = 0;
  #closing = false;
  #gone: Error | undefined;

  private constructor(worker: Worker) {
    this.#worker = worker;
    worker.on('message', (reply: WriterReply) => this.#settle(reply));
    worker.on('error', (error) => this.#end(error));
    this.#exited = new Promise((resolve) => {
      worker.on('exit', () => {
        this.#end(undefined);
        resolve();
      });
    });
  }

  /** Starts the thread; resolves when the database is open and as this version needs it. */
  static async start(start: WriterStart): Promise<WriterClient> {
    const source = extname(import.meta.url);
    const worker = new Worker(new URL(`./writer.worker${source}`, import.meta.url), {
      workerData: start,
      resourceLimits: HEAP,
      // From sources, Node strips the types itself, and `#sdk` has to lead to the sources, too.
      ...(source === '.ts'
        ? { execArgv: ['--conditions=mortar-source', '--disable-warning=ExperimentalWarning'] }
        : {}),
    });
    const client = new WriterClient(worker);
    try {
      await new Promise<unknown>((resolve, reject) => client.#waiting.set(0, { resolve, reject }));
      return client;
    } catch (error) {
      await client.#exited;
      throw error;
    }
  }

  startRun(run: Argument<'startRun'>): Promise<void> {
    return this.#call('startRun', run);
  }

  endRun(run: Argument<'endRun'>): Promise<void> {
    return this.#call('endRun', run);
  }

  commitPage(page: Argument<'commitPage'>): Promise<Answer<'commitPage'>> {
    return this.#call('commitPage', page);
  }

  endPass(pass: Argument<'endPass'>): Promise<void> {
    return this.#call('endPass', pass);
  }

  publish(stream: Argument<'publish'>): Promise<number> {
    return this.#call('publish', stream);
  }

  hold(row: Argument<'hold'>): Promise<string> {
    return this.#call('hold', row);
  }

  decideHold(order: Argument<'decideHold'>): Promise<Answer<'decideHold'>> {
    return this.#call('decideHold', order);
  }

  project(options: Argument<'project'>): Promise<Answer<'project'>> {
    return this.#call('project', options);
  }

  match(options: Argument<'match'>): Promise<Answer<'match'>> {
    return this.#call('match', options);
  }

  bind(order: Argument<'bind'>): Promise<Answer<'bind'>> {
    return this.#call('bind', order);
  }

  unbind(order: Argument<'unbind'>): Promise<Answer<'unbind'>> {
    return this.#call('unbind', order);
  }

  reproject(brick: string | null): Promise<void> {
    return this.#call('reproject', brick);
  }

  written(): Promise<void> {
    return this.#call('written', undefined);
  }

  enqueue(order: Argument<'enqueue'>): Promise<Answer<'enqueue'>> {
    return this.#call('enqueue', order);
  }

  lease(wish: Argument<'lease'>): Promise<Answer<'lease'>> {
    return this.#call('lease', wish);
  }

  extend(lease: Argument<'extend'>): Promise<Answer<'extend'>> {
    return this.#call('extend', lease);
  }

  keepStep(step: Argument<'keepStep'>): Promise<Answer<'keepStep'>> {
    return this.#call('keepStep', step);
  }

  settle(end: Argument<'settle'>): Promise<Answer<'settle'>> {
    return this.#call('settle', end);
  }

  confirm(what: Argument<'confirm'>): Promise<Answer<'confirm'>> {
    return this.#call('confirm', what);
  }

  redrive(order: Argument<'redrive'>): Promise<Answer<'redrive'>> {
    return this.#call('redrive', order);
  }

  discard(order: Argument<'discard'>): Promise<Answer<'discard'>> {
    return this.#call('discard', order);
  }

  sealAgain(step: Argument<'sealAgain'>): Promise<void> {
    return this.#call('sealAgain', step);
  }

  destroy(order: Argument<'destroy'>): Promise<boolean> {
    return this.#call('destroy', order);
  }

  sealMessages(order: Argument<'sealMessages'>): Promise<number> {
    return this.#call('sealMessages', order);
  }

  redactMessages(order: Argument<'redactMessages'>): Promise<number> {
    return this.#call('redactMessages', order);
  }

  dropPapers(order: Argument<'dropPapers'>): Promise<number> {
    return this.#call('dropPapers', order);
  }

  addHints(hints: Argument<'addHints'>): Promise<void> {
    return this.#call('addHints', hints);
  }

  dropHints(hints: Argument<'dropHints'>): Promise<void> {
    return this.#call('dropHints', hints);
  }

  createMove(move: Argument<'createMove'>): Promise<void> {
    return this.#call('createMove', move);
  }

  noteMove(note: Argument<'noteMove'>): Promise<boolean> {
    return this.#call('noteMove', note);
  }

  noteMoveItems(note: Argument<'noteMoveItems'>): Promise<void> {
    return this.#call('noteMoveItems', note);
  }

  noteDrill(drill: Argument<'noteDrill'>): Promise<void> {
    return this.#call('noteDrill', drill);
  }

  adopt(order: Argument<'adopt'>): Promise<void> {
    return this.#call('adopt', order);
  }

  inherit(order: Argument<'inherit'>): Promise<number> {
    return this.#call('inherit', order);
  }

  cutOver(order: Argument<'cutOver'>): Promise<Answer<'cutOver'>> {
    return this.#call('cutOver', order);
  }

  createToken(token: Argument<'createToken'>): Promise<boolean> {
    return this.#call('createToken', token);
  }

  revokeToken(order: Argument<'revokeToken'>): Promise<Answer<'revokeToken'>> {
    return this.#call('revokeToken', order);
  }

  useToken(use: Argument<'useToken'>): Promise<void> {
    return this.#call('useToken', use);
  }

  appendAudit(order: Argument<'appendAudit'>): Promise<Answer<'appendAudit'>> {
    return this.#call('appendAudit', order);
  }

  cutAudit(order: Argument<'cutAudit'>): Promise<Answer<'cutAudit'>> {
    return this.#call('cutAudit', order);
  }

  beginJournal(order: Argument<'beginJournal'>): Promise<JournalPosition> {
    return this.#call('beginJournal', order);
  }

  endJournal(): Promise<void> {
    return this.#call('endJournal', undefined);
  }

  keepSegment(made: Argument<'keepSegment'>): Promise<void> {
    return this.#call('keepSegment', made);
  }

  async close(): Promise<void> {
    this.#closing = true;
    if (!this.#gone) await this.#call('close', undefined);
    await this.#exited;
  }

  #call<Method extends WriterMethod>(method: Method, argument: Argument<Method>): Promise<Answer<Method>> {
    if (this.#gone) return Promise.reject(this.#gone);
    const id = ++this.#calls;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve: (value) => resolve(value as Answer<Method>), reject });
      this.#worker.postMessage({ id, method, argument });
    });
  }

  #settle(reply: WriterReply): void {
    const waiting = this.#waiting.get(reply.id);
    this.#waiting.delete(reply.id);
    if ('failure' in reply) waiting?.reject(receiveFailure(reply.failure));
    else waiting?.resolve(reply.value);
  }

  #end(cause: unknown): void {
    this.#gone ??= writerGone(this.#closing, cause);
    for (const { reject } of this.#waiting.values()) reject(this.#gone);
    this.#waiting.clear();
  }
}

function writerGone(closed: boolean, cause: unknown): Error {
  const error = invalid(
    'MIRROR_WRITER_GONE',
    closed ? 'The mirror has been closed.' : 'The thread that writes the mirror ended unexpectedly.',
    'Restart the hub; whatever was acknowledged is on disk. If it happens again, report it with the hub’s log.',
  );
  if (cause !== undefined) error.cause = cause;
  return error;
}
