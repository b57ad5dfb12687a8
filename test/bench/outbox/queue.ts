import type { MessageWriter, NewMessage } from '../../../src/mirror/index.ts';
import { BRICK } from '../shop-hub.ts';

const AT = '2026-11-20T08:00:00.000Z';

type Price = NewMessage & { payload: { variant: string; listPrice: { amount: string; currency: string } } };

/** New prices of these variants in turn: with fewer variants than messages, several wait in every lane. */
export function newPrices(messages: number, variants: readonly string[]): Price[] {
  return Array.from({ length: messages }, (_, index) => {
    const variant = variants[index % variants.length] ?? '';
    return {
      ...{
        id: `msg_${index}`,
        brick: BRICK,
        command: 'setVariantPrice' as const,
        lane: `Variant:${variant}`,
        overlays: [],
      },
      payload: { variant, listPrice: { amount: `${1 + (index % 500)}.90`, currency: 'EUR' } },
      ...{ replaces: null, creates: false, origin: 'command' },
    };
  });
}

/** The same, shown by queries until each is confirmed. */
export function shownPrices(messages: number, variants: readonly string[]): NewMessage[] {
  return newPrices(messages, variants).map((message) => {
    const { variant: hubId, listPrice } = message.payload;
    return { ...message, overlays: [{ type: 'Variant', hubId, patch: { listPrice }, creates: false }] };
  });
}

/** Takes messages one by one, as mutations do: each is on disk before the next one is taken. */
export async function enqueueAll(
  writer: Pick<MessageWriter, 'enqueue'>,
  messages: readonly NewMessage[],
): Promise<void> {
  const order = { at: AT, by: 'bench', name: 'updateVariantPrice', key: null, answer: null, reservations: [] };
  for (const message of messages) await writer.enqueue({ ...order, messages: [message], oversell: 'accept' });
}
