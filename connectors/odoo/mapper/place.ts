import type { Read, Related } from '#sdk';
import { ref, text } from '../record.ts';

/** The kinds that tell in which warehouse something is. */
export const LOCATION_READS: readonly Read[] = [{ kind: 'stock.location', as: 'all' }];
export const TILL_READS: readonly Read[] = [
  { kind: 'pos.config', as: 'all' },
  { kind: 'stock.picking.type', as: 'all' },
];

/** A shelf or a room, and where it belongs to. */
export interface Place {
  name: string;
  /** `internal`, `supplier`, `customer`, … */
  usage: string | null;
  warehouse: string | null;
}

export function warehouseLocation(warehouse: string | null, related: Related): string | null {
  return warehouse === null ? null : related.hubId('Location', `warehouse/${warehouse}`);
}

export function places(related: Related): ReadonlyMap<string, Place> {
  return related.derived('odoo places', ['stock.location'], () => {
    const toPlace = (body: Parameters<typeof text>[0]): Place => ({
      name: text(body, 'complete_name') ?? text(body, 'name') ?? '',
      usage: text(body, 'usage'),
      warehouse: ref(body, 'warehouse_id'),
    });
    return new Map(related.all('stock.location').map(({ id, body }) => [id, toPlace(body)]));
  });
}

/** The rooms in which a warehouse keeps what has no shelf: where something lies there, its place says nothing. */
export function stockRooms(related: Related): ReadonlySet<string> {
  return related.derived('odoo stock rooms', ['stock.warehouse'], () => {
    const rooms = related.all('stock.warehouse').map(({ body }) => ref(body, 'lot_stock_id'));
    return new Set(rooms.filter((room) => room !== null));
  });
}

/** What a kind of transfer says: `outgoing`, and its warehouse. */
export function pickingType(id: string | null, related: Related): { code: string | null; warehouse: string | null } {
  const body = id === null ? undefined : related.all('stock.picking.type').find((type) => type.id === id)?.body;
  return body ? { code: text(body, 'code'), warehouse: ref(body, 'warehouse_id') } : { code: null, warehouse: null };
}

export interface Till {
  name: string;
  warehouse: string | null;
  company: string | null;
}

/** The tills by id: each takes its goods from a warehouse. */
export function tills(related: Related): ReadonlyMap<string, Till> {
  return related.derived('odoo tills', ['pos.config', 'stock.picking.type'], () => {
    const names = related.all('pos.config').map(({ body }) => text(body, 'name'));
    const isShared = (name: string): boolean => names.indexOf(name) !== names.lastIndexOf(name);
    return new Map(
      related.all('pos.config').map(({ id, body }) => {
        const name = text(body, 'name') ?? id;
        const { warehouse } = pickingType(ref(body, 'picking_type_id'), related);
        const till: Till = {
          // Two companies may both have a till "Shop": their numbers must not be mixed.
          name: isShared(name) ? `${name} (${id})` : name,
          warehouse: warehouse ?? ref(body, 'warehouse_id'),
          company: ref(body, 'company_id'),
        };
        return [id, till];
      }),
    );
  });
}
