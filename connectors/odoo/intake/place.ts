import { defineStage, type IntakeStage, type LocationFacet, type StoreFacet } from '#sdk';
import type { Access } from '../commands/access.ts';
import { text } from '../record.ts';
import { KEPT, loss } from './words.ts';
import type { AccessOf } from './stage-access.ts';

/** Odoo's own limit of a warehouse's code. */
const CODE_LENGTH = 5;

/** Warehouses: the one that Odoo was installed with is taken over where its name or code is the same. */
export function locationStage(accessOf: AccessOf): IntakeStage {
  return defineStage<LocationFacet>({
    kind: 'Location',
    merges: true,
    requests: () => 3,
    limits: [
      loss(
        'kind',
        { en: 'Odoo knows warehouses only.', fr: 'Odoo ne connaît que des entrepôts.' },
        {
          en: 'For a store, set up a Point of Sale that takes its goods from this warehouse.',
          fr: 'Pour un magasin, créer un point de vente qui prend ses articles dans cet entrepôt.',
        },
      ),
    ],
    wants: ({ body }) => (body.active ? true : KEPT.inactive),
    find: ({ body }, context) => findPlace(accessOf(context), body),
    put: async ([item], context) => {
      if (!item) return [];
      const access = accessOf(context);
      const targetId = (await findPlace(access, item.body)) ?? (await makePlace(access, item.body));
      return [{ id: item.id, targetId }];
    },
  });
}

/** A store is a warehouse from which a till takes its goods: the till itself is set up by staff. */
export function storeStage(accessOf: AccessOf): IntakeStage {
  return defineStage<StoreFacet>({
    kind: 'Store',
    merges: true,
    // Odoo shows it once its till is set up.
    stays: () => true,
    limits: [
      loss(
        'till',
        {
          en: 'A till’s drawer, printer and payment terminal cannot be carried.',
          fr: 'Tiroir, imprimante et terminal de paiement ne se transportent pas.',
        },
        {
          en: 'In Odoo: Point of Sale > Configuration, one till for each of the old ones, with this warehouse.',
          fr: 'Dans Odoo : Point de vente > Configuration, une caisse pour chacune des anciennes, avec cet entrepôt.',
        },
      ),
    ],
    find: async ({ id, body }, context) => context.placed('Location', id) ?? (await findPlace(accessOf(context), body)),
    put: async ([item], context) =>
      item ? [{ id: item.id, targetId: await makePlace(accessOf(context), item.body) }] : [],
  });
}

async function findPlace(access: Access, { name, code }: StoreFacet): Promise<string | null> {
  const known = await access.rows('stock.warehouse', [['active', '=', true]], ['name', 'code']);
  const found =
    known.find((row) => text(row, 'name') === name) ??
    known.find((row) => code !== null && text(row, 'code') === shortened(code));
  return found ? `warehouse/${found.id}` : null;
}

/** Codes are unique in Odoo: what two have in common gets a number. */
async function makePlace(access: Access, { name, code }: StoreFacet): Promise<string> {
  const known = await access.rows('stock.warehouse', [], ['code']);
  const taken = new Set(known.map((row) => text(row, 'code')));
  const wanted = shortened(code ?? name) || 'WH';
  let free = wanted;
  for (let n = 2; taken.has(free); n += 1) free = `${wanted.slice(0, CODE_LENGTH - String(n).length)}${n}`;
  const company = access.companyId ? { company_id: access.companyId } : {};
  return `warehouse/${await access.create('stock.warehouse', { name, code: free, ...company })}`;
}

function shortened(code: string): string {
  const plain = code.normalize('NFD').replace(/[^A-Za-z0-9]/g, '');
  return plain.toUpperCase().slice(0, CODE_LENGTH);
}
