import type { JsonObject, JsonValue } from '#sdk';

/** Tables of the stand-in. Rows hold what was written; what is computed is added when they are shown. */
export type Table =
  | 'products'
  | 'variations'
  | 'orders'
  | 'refunds'
  | 'coupons'
  | 'media'
  | 'customers'
  | 'categories'
  | 'tags'
  | 'brands'
  | 'attributes'
  | 'terms'
  | 'taxes'
  | 'zones'
  | 'methods'
  | 'webhooks';

/** Rows of one table of WordPress share a sequence: a product and an order never have the same number. */
const SEQUENCES: Readonly<Record<Table, string>> = {
  ...{ products: 'post', variations: 'post', orders: 'post', refunds: 'post', coupons: 'post', media: 'post' },
  ...{ categories: 'term', tags: 'term', brands: 'term', terms: 'term', customers: 'user', attributes: 'attribute' },
  ...{ taxes: 'tax', zones: 'zone', methods: 'method', webhooks: 'webhook' },
};

const DAY = 86_400_000;

export type Row = JsonObject & { id: number };

/** All that the shop knows, in memory. */
export class Store {
  readonly #tables = new Map<Table, Map<number, Row>>();
  readonly #next = new Map<string, number>();
  readonly #bornAt: number;
  readonly #started = performance.now();
  #days = 0;
  /** By id, with the group in front: `general/woocommerce_currency`. */
  readonly settings = new Map<string, JsonObject & { id: string; value: JsonValue }>();
  taxClasses: { slug: string; name: string }[] = [];
  /** By the id of a zone. */
  readonly locations = new Map<number, { code: string; type: string }[]>();
  /** Bytes below `wp-content/uploads/`. */
  readonly uploads = new Map<string, { bytes: Uint8Array; mime: string }>();
  /** The address that WordPress has for itself, with a slash at its end. */
  home = 'http://localhost/';
  language = 'fr_FR';
  timezone = 'Europe/Paris';
  name = 'Boutique';

  constructor(bornAt: Date) {
    this.#bornAt = bornAt.getTime();
  }

  now(): Date {
    return new Date(this.#bornAt + this.#days * DAY + (performance.now() - this.#started));
  }

  nextDay(): void {
    this.#days += 1;
  }

  table(name: Table): Map<number, Row> {
    let rows = this.#tables.get(name);
    if (!rows) this.#tables.set(name, (rows = new Map<number, Row>()));
    return rows;
  }

  rows(name: Table): Row[] {
    return [...this.table(name).values()];
  }

  get(name: Table, id: number): Row | undefined {
    return this.table(name).get(id);
  }

  /** Keeps a row under its own id, or a new one. */
  put(name: Table, fields: JsonObject): Row {
    const id = typeof fields['id'] === 'number' ? fields['id'] : this.nextId(SEQUENCES[name]);
    const sequence = SEQUENCES[name];
    this.#next.set(sequence, Math.max(this.#next.get(sequence) ?? 1, id + 1));
    const row = { ...fields, id };
    this.table(name).set(id, row);
    return row;
  }

  remove(name: Table, id: number): void {
    this.table(name).delete(id);
  }

  nextId(sequence: string): number {
    const id = this.#next.get(sequence) ?? 1;
    this.#next.set(sequence, id + 1);
    return id;
  }

  value(setting: string): JsonValue {
    return this.settings.get(setting)?.value ?? '';
  }

  text(setting: string): string {
    const value = this.value(setting);
    return typeof value === 'string' ? value : '';
  }

  get pricesIncludeTax(): boolean {
    return this.text('tax/woocommerce_prices_include_tax') === 'yes';
  }

  get country(): string {
    return this.text('general/woocommerce_default_country').split(':')[0] ?? 'US';
  }
}
