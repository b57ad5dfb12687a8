import type { CheckFinding, JsonObject } from '#sdk';
import { count, part, rows, text } from '../record.ts';
import type { Rest } from '../rest.ts';
import type { Judged, Ordered, Wanted } from './judged.ts';

/** Whether what the shop keeps is what the guest saw. */
export async function readBack(rest: Rest, { order, cart }: Ordered, wanted: Wanted): Promise<Judged> {
  const kept = await rest.get(`orders/${order}`).catch(() => null);
  const reference = text(kept ?? {}, 'number') ?? order;
  if (!kept) {
    return wrong({ reference }, 'it is not in the REST API', 'elle n’est pas dans l’API REST');
  }
  const lines = rows(kept, 'line_items');
  const [line = {}] = lines;
  const said = { reference, prices: pricesOf(line) };
  const isLine =
    lines.length === 1 &&
    count(line, 'quantity') === 1 &&
    String(count(line, 'product_id')) === wanted.product &&
    String(count(line, 'variation_id')) === wanted.variation;
  if (!isLine)
    return wrong(said, 'it has another line than what was ordered', 'elle a une autre ligne que l’article commandé');
  const [shown, total] = [shownTotal(cart), Number(text(kept, 'total') ?? 'NaN')];
  if (shown === null || Math.abs(shown - total) > 0.001) {
    const seen = shown === null ? '?' : shown.toFixed(2);
    return wrong(
      said,
      `the guest was shown ${seen}, and the order says ${total.toFixed(2)}`,
      `l’invité a vu ${seen}, et la commande dit ${total.toFixed(2)}`,
    );
  }
  const amount = `${total.toFixed(2)} ${text(kept, 'currency') ?? ''}`.trim();
  return {
    state: 'ok',
    message: {
      en: `Order ${reference} was completed as a guest (${amount}) and read back.`,
      fr: `La commande ${reference} a été passée en tant qu’invité (${amount}) et relue.`,
    },
    ...{ remedy: null, said },
  };
}

function wrong(said: Pick<CheckFinding, 'reference' | 'prices'>, en: string, fr: string): Judged {
  const { reference = '' } = said;
  return {
    state: 'error',
    message: {
      en: `Order ${reference} is not as it should be: ${en}.`,
      fr: `La commande ${reference} n’est pas juste : ${fr}.`,
    },
    remedy: {
      en: 'Look at taxes, fees and plugins that change orders; then order one thing by hand and compare.',
      fr: 'Regardez les taxes, les frais et les extensions qui modifient les commandes ; puis commandez un article à la main et comparez.',
    },
    said,
  };
}

/** In whole units; null: the cart said none. */
function shownTotal(cart: JsonObject): number | null {
  const totals = part(cart, 'totals');
  const price = text(totals, 'total_price');
  return price === null ? null : Number(price) / 10 ** count(totals, 'currency_minor_unit');
}

function pricesOf(line: JsonObject): string[] {
  const [net, tax] = [Number(text(line, 'total') ?? 'NaN'), Number(text(line, 'total_tax') ?? '0')];
  return Number.isNaN(net) ? [] : [...new Set([net.toFixed(2), (net + tax).toFixed(2)])];
}
