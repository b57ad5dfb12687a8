import type { ShopClock } from './clock.ts';
import type { WebserviceRecord } from './state.ts';
import { emptyShop } from './empty-shop.ts';
import type { ShopStore } from './store.ts';

export type Changes = Record<string, unknown>;

/** Disasters that happen to a whole shop at once, as a bad import or an intruder with database access makes them. */
export type Poison = 'zero-prices' | 'zero-stock' | 'scrambled-texts' | 'hijacked-emails' | 'half-deleted';

/** Changes behind the webservice's back. None of them appears in the request or write log. */
export class Backdoor {
  readonly #store: ShopStore;
  readonly #clock: ShopClock;

  constructor(store: ShopStore, clock: ShopClock) {
    this.#store = store;
    this.#clock = clock;
  }

  /** As an `UPDATE` in the database does: these columns and nothing else, no date moves. */
  edit(resource: string, id: number, changes: Changes): void {
    const record = this.#store.table(resource).get(id);
    if (!record) throw new Error(`${resource} ${id} is not in the sandbox`);
    Object.assign(record, changes);
    this.#store.table(resource).changed(id);
    if (resource === 'languages') this.#store.forgetTexts();
  }

  /** As the back office saves: `date_upd` moves where the record has one. */
  touch(resource: string, id: number, changes: Changes = {}): void {
    const record = this.#store.table(resource).get(id);
    const dated = record && 'date_upd' in record ? { date_upd: this.#clock.dateTime() } : {};
    this.edit(resource, id, { ...changes, ...dated });
  }

  insert(resource: string, record: WebserviceRecord): void {
    this.#store.table(resource).insert(record);
  }

  /** As a `DELETE` in the database does: that row only. */
  remove(resource: string, id: number): boolean {
    return this.#store.table(resource).remove(id);
  }

  /** What is left is a shop as after its installation; ids start again. */
  wipe(): void {
    this.#store.reset(emptyShop(this.#store.state));
  }

  poison(kind: Poison): void {
    const scramble = (text: string): string => Buffer.from(text).toString('base64');
    if (kind === 'zero-prices') this.#each('products', () => ({ price: '0.000000' }));
    if (kind === 'zero-stock') this.#each('stock_availables', () => ({ quantity: 0 }));
    if (kind === 'hijacked-emails') this.#each('customers', ({ id }) => ({ email: `c${id}@intruder.test` }));
    if (kind === 'half-deleted') this.#deleteEverySecond('products');
    if (kind === 'scrambled-texts') {
      this.#each('products', ({ name }) => ({
        name: Array.isArray(name)
          ? name.map((text: { id: number; value: string }) => ({ ...text, value: scramble(text.value) }))
          : name,
      }));
    }
  }

  #each(resource: string, change: (record: WebserviceRecord) => Changes): void {
    for (const record of this.#store.table(resource).records) this.edit(resource, record.id, change(record));
  }

  #deleteEverySecond(resource: string): void {
    const table = this.#store.table(resource);
    table
      .ids()
      .filter((_, index) => index % 2 === 1)
      .forEach((id) => table.remove(id));
  }
}
