import type { Delivery, JsonObject } from '#sdk';
import type { Domain, Term } from '../query.ts';
import { ref } from '../record.ts';
import type { Access } from './access.ts';
import { refusal } from './refusal.ts';

/** `7`, or `7` of `warehouse/7`; null: no id of Odoo. */
export function idIn(externalId: string | null): number | null {
  const digits = /^(?:warehouse\/)?([1-9]\d*)$/.exec(externalId ?? '')?.[1];
  return digits === undefined ? null : Number(digits);
}

/** The id to which a many2one field points. */
export function refIn(row: JsonObject, field: string): number | null {
  const id = ref(row, field);
  return id === null ? null : Number(id);
}

export interface Warehouse {
  id: number;
  /** Where that lies which has no shelf. */
  room: number;
}

/** The warehouse of a hub Location; none named: the first of the company. */
export async function findWarehouse(access: Access, location: string | null, delivery: Delivery): Promise<Warehouse> {
  const externalId = location === null ? null : await delivery.externalId('Location', location);
  const id = idIn(externalId);
  const { companyId } = access;
  if (location === null || id !== null) {
    const first: Domain = [['active', '=', true], ...(companyId ? [ofCompany(companyId)] : [])];
    const found = await warehouseIn(access, id === null ? first : [['id', '=', id]]);
    if (found) return found;
  }
  throw refusal(
    'LOCATION_UNKNOWN',
    'Odoo has no such warehouse (any more).',
    'Sync Odoo and repeat the change for a warehouse that it has; discard this one.',
    externalId ?? undefined,
  );
}

/** The first warehouse that fits, if it has a stock room. */
export async function warehouseIn(access: Access, domain: Domain): Promise<Warehouse | null> {
  const [row] = await access.rows('stock.warehouse', domain, ['lot_stock_id']);
  const room = row && refIn(row, 'lot_stock_id');
  return row && room ? { id: row.id, room } : null;
}

const ofCompany = (id: number): Term => ['company_id', '=', id];
