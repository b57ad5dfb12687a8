import type { JsonObject, MirrorView, Page, RawRecord, ReadContext, Stream } from '#sdk';
import { isObject, itemId, list, text } from './body.ts';
import { canonical } from './canonical.ts';
import type { Inbox } from './inbox.ts';

const PAGE = 200;

/**
 * Which item of the catalogue is meant where a ticket names none of its references, but its bar code: `gtin:376…` is
 * `SC-1`. Null: the catalogue has it under its own name by now.
 */
export function aliasesStream(inbox: Inbox): Stream {
  return {
    kind: 'aliases',
    way: 'tail',
    after: ['items', 'sold_items'],
    parent: ({ id }) => (typeof id === 'string' ? id : null),
    async *read(context) {
      if ((await arrivedKinds(inbox, context)).size === 0) return;
      const catalogue = await catalogueOf(context.mirror);
      if (catalogue.ids.size === 0) return;
      for await (const sold of context.mirror.pages('sold_items')) {
        const aliases = sold.map(({ id, body }) => {
          const item = catalogue.ids.has(id) ? null : (catalogue.byGtin.get(text(body, 'gtin') ?? '') ?? null);
          return { id, body: { id, item }, isEmpty: item === null };
        });
        yield* changed('aliases', aliases, context.mirror);
      }
    },
  };
}

/** The aliases that a ticket's lines need. Kept beside the ticket, which itself stays as it was said. */
export function ticketItemsStream(inbox: Inbox): Stream {
  return {
    kind: 'ticket_items',
    way: 'tail',
    after: ['tickets', 'aliases'],
    parent: ({ ticket }) => (typeof ticket === 'string' ? ticket : null),
    async *read(context) {
      const { mirror } = context;
      const kinds = await arrivedKinds(inbox, context);
      if (kinds.size === 0) return;
      const aliases = new Map<string, string | null>();
      for await (const page of mirror.pages('aliases'))
        for (const { id, body } of page) aliases.set(id, text(body, 'item'));
      if (aliases.size === 0) return;
      // A catalogue tells of tickets that came before it, too.
      const tickets = kinds.has('items') ? mirror.pages('tickets') : pagesOf(await newTickets(inbox, context));
      for await (const page of tickets) {
        const records = page.map(({ id, body }) => {
          const items = itemsOf(body, aliases);
          return { id, body: { ticket: id, items }, isEmpty: Object.keys(items).length === 0 };
        });
        yield* changed('ticket_items', records, mirror);
      }
    },
  };
}

function itemsOf(ticket: JsonObject, aliases: ReadonlyMap<string, string | null>): JsonObject {
  const items: JsonObject = {};
  for (const line of list(ticket, 'lines')) {
    const id = itemId(line) ?? '';
    const item = aliases.get(id) ?? null;
    if (item !== null) items[id] = item;
  }
  return items;
}

/** What a ticket's lines are called in the catalogue, for the mapper. */
export function aliasesIn(ticketItems: RawRecord | undefined): JsonObject {
  const items = ticketItems?.body['items'];
  return isObject(items) ? items : {};
}

async function arrivedKinds(inbox: Inbox, context: ReadContext): Promise<Set<string | null>> {
  const applied = (await inbox.arrived(context)).filter(({ parsed }) => parsed.outcome === 'applied');
  return new Set(applied.map(({ parsed }) => parsed.kind).filter((kind) => kind === 'items' || kind === 'tickets'));
}

async function newTickets(inbox: Inbox, context: ReadContext): Promise<RawRecord[]> {
  const files = await inbox.arrived(context);
  const ids = files.flatMap(({ parsed }) =>
    parsed.outcome === 'applied' && parsed.kind === 'tickets' ? parsed.records.map(({ id }) => id) : [],
  );
  const found: RawRecord[] = [];
  // As they were said first.
  for (let i = 0; i < ids.length; i += PAGE)
    found.push(...(await context.mirror.byIds('tickets', ids.slice(i, i + PAGE))));
  return found;
}

interface Catalogue {
  ids: Set<string>;
  /** Null: two items have the bar code, and nobody can tell which is meant. */
  byGtin: Map<string, string | null>;
}

async function catalogueOf(mirror: MirrorView): Promise<Catalogue> {
  const catalogue: Catalogue = { ids: new Set(), byGtin: new Map() };
  for await (const items of mirror.pages('items'))
    for (const { id, body } of items) {
      catalogue.ids.add(id);
      const gtin = text(body, 'gtin');
      if (gtin !== null) catalogue.byGtin.set(gtin, catalogue.byGtin.has(gtin) ? null : id);
    }
  return catalogue;
}

function* pagesOf(records: readonly RawRecord[]): Generator<RawRecord[]> {
  for (let i = 0; i < records.length; i += PAGE) yield records.slice(i, i + PAGE);
}

/** What the mirror does not say yet. What is empty and was never said is nothing to say. */
async function* changed(
  kind: string,
  records: readonly (RawRecord & { isEmpty: boolean })[],
  mirror: MirrorView,
): AsyncGenerator<Page> {
  const ids = records.map(({ id }) => id);
  const known = new Map((await mirror.byIds(kind, ids)).map(({ id, body }) => [id, canonical(body)]));
  const fresh = records.filter(({ id, body, isEmpty }) =>
    known.has(id) ? known.get(id) !== canonical(body) : !isEmpty,
  );
  if (fresh.length > 0) yield { records: fresh.map(({ id, body }) => ({ id, body })), checkpoint: null };
}
