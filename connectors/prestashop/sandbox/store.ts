import { RESOURCES } from './resources/index.ts';
import type { ShopState, WebserviceRecord } from './state.ts';

/** One resource's records: indexed by id, sorted ids kept, serialised text remembered until a record changes. */
export class RecordTable {
  readonly name: string;
  readonly records: WebserviceRecord[];
  readonly #byId = new Map<number, WebserviceRecord>();
  readonly #text = new Map<number, string>();
  #sortedIds: number[] | undefined;
  #natural: WebserviceRecord[] | undefined;
  #highestId = 0;
  #indexedRecords = 0;

  constructor(name: string, records: WebserviceRecord[]) {
    this.name = name;
    this.records = records;
    this.#index();
  }

  get(id: number): WebserviceRecord | undefined {
    this.#noticeOutsideChanges();
    return this.#byId.get(id);
  }

  /** All ids, ascending. */
  ids(): readonly number[] {
    this.#noticeOutsideChanges();
    return (this.#sortedIds ??= [...this.#byId.keys()].sort((a, b) => a - b));
  }

  /** The order in which the database happens to answer when no sort is asked. */
  natural(): readonly WebserviceRecord[] {
    this.#noticeOutsideChanges();
    return (this.#natural ??= this.inNaturalOrder([...this.records]));
  }

  /** Sorts some of the records in place as `natural()` does with all of them. */
  inNaturalOrder(records: WebserviceRecord[]): WebserviceRecord[] {
    const [key = 'id'] = RESOURCES.get(this.name)?.natural ?? [];
    return records.sort((a, b) => {
      const [left, right] = [a[key] ?? '', b[key] ?? ''];
      return left === right ? a.id - b.id : left < right ? -1 : 1;
    });
  }

  /** Ids are never used twice, even after a delete. */
  nextId(): number {
    this.#noticeOutsideChanges();
    return this.#highestId + 1;
  }

  insert(record: WebserviceRecord): void {
    this.#noticeOutsideChanges();
    const last = this.#sortedIds?.at(-1);
    if (this.#sortedIds && (last === undefined || record.id > last)) this.#sortedIds.push(record.id);
    else this.#sortedIds = undefined;
    this.#natural = undefined;
    this.#indexedRecords = this.records.push(record);
    this.#byId.set(record.id, record);
    this.#highestId = Math.max(this.#highestId, record.id);
  }

  /** Must follow every change made to a record in place. */
  changed(id: number): void {
    this.#text.delete(id);
    this.#natural = undefined;
  }

  remove(id: number): boolean {
    const record = this.get(id);
    if (!record) return false;
    this.records.splice(this.records.indexOf(record), 1);
    this.#indexedRecords = this.records.length;
    this.#byId.delete(id);
    this.#text.delete(id);
    this.#natural = undefined;
    this.#sortedIds = undefined;
    return true;
  }

  /** The text of a record, made once. */
  text(record: WebserviceRecord, serialise: (record: WebserviceRecord) => string): string {
    let text = this.#text.get(record.id);
    if (text === undefined) this.#text.set(record.id, (text = serialise(record)));
    return text;
  }

  forgetText(): void {
    this.#text.clear();
  }

  #noticeOutsideChanges(): void {
    if (this.records.length !== this.#indexedRecords) this.#index();
  }

  #index(): void {
    this.#byId.clear();
    this.#text.clear();
    this.#sortedIds = undefined;
    this.#natural = undefined;
    this.#indexedRecords = this.records.length;
    for (const record of this.records) {
      this.#byId.set(record.id, record);
      if (record.id > this.#highestId) this.#highestId = record.id;
    }
  }
}

/** The shop's database: the given state itself, not a copy, with an index over each resource. */
export class ShopStore {
  #state: ShopState;
  readonly #tables = new Map<string, RecordTable>();

  constructor(state: ShopState) {
    this.#state = state;
  }

  get state(): ShopState {
    return this.#state;
  }

  table(name: string): RecordTable {
    const records = (this.#state.resources[name] ??= []);
    let table = this.#tables.get(name);
    if (table?.records !== records) this.#tables.set(name, (table = new RecordTable(name, records)));
    return table;
  }

  /** Swaps the whole database, as a restore from a dump does. */
  reset(state: ShopState): void {
    this.#state = state;
    this.#tables.clear();
  }

  /** Must follow a change of the active languages: it changes every record's text. */
  forgetTexts(): void {
    for (const table of this.#tables.values()) table.forgetText();
  }
}
