import { defineStage, type CarrierFacet, type IntakeStage, type Loss } from '#sdk';
import { exact } from '../mapper/decimal.ts';
import { text } from '../record.ts';
import { zoneNamed } from './market.stages.ts';
import type { Target } from './target.ts';
import { loss, words } from './words.ts';

/** A method of the carrier's name in each zone that it serves: read again, they are one carrier. */
export function carrierStage(target: Target): IntakeStage {
  return defineStage<CarrierFacet>({
    kind: 'Carrier',
    lane: () => 'carriers',
    requests: ({ body }) => 1 + zonesOf(body).length,
    wants: ({ body }) => body.active || words('It is switched off in the source.', 'Il est désactivé dans la source.'),
    losses: lossesOf,
    async find({ body }, { signal }) {
      const found: string[] = [];
      for (const zone of zonesOf(body)) {
        const id = await zoneNamed(target, zone, signal);
        const { rows: methods } = await target.rest.list(`shipping/zones/${id}/methods`, {}, signal);
        const method = methods.find((one) => text(one, 'title') === body.name);
        // In one of its zones it is lacking yet: the others are found again when it is made.
        if (!method) return null;
        found.push(`${id}-${text(method, 'instance_id') ?? ''}`);
      }
      return found[0] ?? null;
    },
    async put(items, { signal }) {
      const placed = [];
      for (const { id, body } of items) {
        const made: string[] = [];
        for (const zone of zonesOf(body)) made.push(await ensureMethod(target, body, zone, signal));
        placed.push({ id, targetId: made[0] ?? '0-0' });
      }
      return placed;
    },
  });
}

/** One that is free serves the places that no other zone has, too. */
function zonesOf({ rates }: Pick<CarrierFacet, 'rates'>): string[] {
  const zones = [...new Set(rates.map(({ zone }) => zone))];
  return zones.length > 0 ? zones : ['0'];
}

/** What WooCommerce asks in a zone: the first range and what is added to every delivery, without tax. */
function costIn({ isFree, rates, handling }: CarrierFacet, zone: string): string {
  if (isFree) return '0';
  return exact(rates.find((rate) => rate.zone === zone)?.price ?? '0')
    .plus(exact(handling))
    .toFixed();
}

/** The prices of delivery that WooCommerce can have of a carrier, as it shows them. */
export function costsOf(carrier: CarrierFacet): string[] {
  return zonesOf(carrier).map((zone) => costIn(carrier, zone));
}

async function ensureMethod(target: Target, carrier: CarrierFacet, zone: string, signal: AbortSignal): Promise<string> {
  const id = await zoneNamed(target, zone, signal);
  const path = `shipping/zones/${id}/methods`;
  const { rows: methods } = await target.rest.list(path, {}, signal);
  const found = methods.find((one) => text(one, 'title') === carrier.name);
  const { name: title, isFree } = carrier;
  const settings = isFree ? { title } : { title, cost: costIn(carrier, zone) };
  const method = { method_id: isFree ? 'free_shipping' : 'flat_rate', enabled: true, settings };
  const made = found ?? (await target.rest.post(path, method, signal));
  return `${id}-${text(made, 'instance_id') ?? ''}`;
}

const TABLE_RATES = words(
  'The first range is taken; add a table rate extension for the others.',
  'La première tranche est reprise ; ajoutez une extension « table rate » pour les autres.',
);

function lossesOf({ body }: { body: CarrierFacet }): Loss[] {
  const { rates, freeFromAmount, freeFromWeight, maxWeight, outOfRange } = body;
  const losses: Loss[] = [];
  if (rates.length > zonesOf(body).length)
    losses.push(
      loss(
        'rates',
        words(
          'WooCommerce itself knows one price for a zone, none by weight or by sum.',
          'WooCommerce ne connaît qu’un prix par zone, ni par poids ni par montant.',
        ),
        TABLE_RATES,
      ),
    );
  if (freeFromAmount !== null || freeFromWeight !== null)
    losses.push(
      loss(
        freeFromAmount === null ? 'freeFromWeight' : 'freeFromAmount',
        words(
          'A method that is free from a sum or weight on is another method in WooCommerce.',
          'Une livraison offerte à partir d’un montant ou d’un poids est une autre méthode dans WooCommerce.',
        ),
        words(
          'In each zone, add the method “Free shipping” with this minimum order amount.',
          'Dans chaque zone, ajoutez la méthode « Livraison gratuite » avec ce montant minimum.',
        ),
      ),
    );
  if (maxWeight !== null || outOfRange === 'refuse')
    losses.push(
      loss(
        'maxWeight',
        words(
          'WooCommerce refuses no order for its weight or sum.',
          'WooCommerce ne refuse aucune commande pour son poids ou son montant.',
        ),
        words(
          'Use a table rate extension, or a shipping class for what is too heavy.',
          'Utilisez une extension « table rate », ou une classe de livraison pour ce qui est trop lourd.',
        ),
      ),
    );
  return losses;
}
