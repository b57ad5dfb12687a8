import { Backdoor, type Changes, type Poison } from './backdoor.ts';
import { shopClock } from './clock.ts';
import { exchange } from './exchange.ts';
import { Faults } from './faults/index.ts';
import { Listener } from './listener.ts';
import type { RequestLogEntry, WriteLogEntry } from './logs.ts';
import type { ShopState, WebserviceRecord } from './state.ts';
import { ShopStore } from './store.ts';
import { write } from './writes/index.ts';

export interface PrestashopSandboxOptions {
  /** Used and changed in place; give a `structuredClone` to keep yours. */
  state: ShopState;
  /** Default: a free one, which stays the same over `stop()` and `start()`. */
  port?: number;
  /** Where to listen; default `127.0.0.1`. */
  host?: string;
  /** The shop's own address when it is reached by another name than `host:port`: `http://shop.local:8081`. */
  publicUrl?: string;
  /** Webservice key; default 32 letters and digits. */
  key?: string;
  /** Default: the machine's clock. */
  now?: () => Date;
  /** Time zone of the shop's dates; default `Europe/Paris`. */
  timeZone?: string;
  /** Ids of the active languages; default: those that the state's `languages` say. */
  languages?: readonly number[];
  /** Seeds references, keys and random faults; default 1. */
  seed?: number;
}

/** A running shop. Its webservice is at `${url}/api`. */
export interface PrestashopSandbox {
  /** Without a slash at the end. */
  readonly url: string;
  readonly key: string;
  /** The live data. Change it through `edit` and its neighbours: answers are remembered per record. */
  readonly state: ShopState;
  readonly faults: Faults;
  /** Every request, oldest first. May be emptied. */
  readonly log: RequestLogEntry[];
  /** Every effect that requests had on the data, oldest first. May be emptied. */
  readonly writes: WriteLogEntry[];
  /** Changes columns as SQL would: no date moves. */
  edit(resource: string, id: number, changes: Changes): void;
  /** Changes as the back office would: `date_upd` moves. */
  touch(resource: string, id: number, changes?: Changes): void;
  /** Adds a row as SQL would; its neighbours (stock, associations) are not made. */
  insert(resource: string, record: WebserviceRecord): void;
  /** Deletes a row as SQL would; false when there was none. */
  remove(resource: string, id: number): boolean;
  /** Leaves a shop as after its installation: set-up and root categories only, ids start again. */
  wipe(): void;
  /** Ruins the data in one of the ways that happen. */
  poison(kind: Poison): void;
  /** Replaces all data, as a restore does. */
  reset(state: ShopState): void;
  /** Goes down: nothing listens, open connections break. */
  stop(): Promise<void>;
  /** Comes back on the same port. */
  start(): Promise<void>;
  /** Stops for good. */
  close(): Promise<void>;
}

const DEFAULT_KEY = 'SANDBOX0KEY1SANDBOX2KEY3SANDBOX4';

export async function startPrestashopSandbox(options: PrestashopSandboxOptions): Promise<PrestashopSandbox> {
  const { key = DEFAULT_KEY, now = () => new Date(), host = '127.0.0.1', seed = 1 } = options;
  const store = new ShopStore(options.state);
  const clock = shopClock(now, options.timeZone ?? 'Europe/Paris');
  const faults = new Faults(seed);
  const backdoor = new Backdoor(store, clock);
  const log: RequestLogEntry[] = [];
  const writes: WriteLogEntry[] = [];
  const listener: Listener = new Listener(
    (message, response) => {
      exchange(message, response, exchanges).catch(() => response.destroy());
    },
    host,
    options.port ?? 0,
  );
  const url = (): string => (options.publicUrl ?? `http://${host}:${listener.port}`).replace(/\/+$/, '');
  const note = (entry: Omit<WriteLogEntry, 'at'>): void => void writes.push({ at: now(), ...entry });
  const webservice = () => ({
    store,
    key,
    clock,
    note,
    write,
    seed,
    base: `${url()}/api/`,
    host: new URL(url()).host,
    languages: options.languages,
    disabled: faults.settings.disabled,
    rights: faults.rights,
  });
  const exchanges = { faults, clock, now, log, writes, webservice, signal: () => listener.signal };
  await listener.start();
  return {
    key,
    faults,
    log,
    writes,
    get url() {
      return url();
    },
    get state() {
      return store.state;
    },
    edit: (resource, id, changes) => backdoor.edit(resource, id, changes),
    touch: (resource, id, changes) => backdoor.touch(resource, id, changes),
    insert: (resource, record) => backdoor.insert(resource, record),
    remove: (resource, id) => backdoor.remove(resource, id),
    wipe: () => backdoor.wipe(),
    poison: (kind) => backdoor.poison(kind),
    reset: (state) => store.reset(state),
    stop: () => listener.stop(),
    start: () => listener.start(),
    close: () => listener.stop(),
  };
}
