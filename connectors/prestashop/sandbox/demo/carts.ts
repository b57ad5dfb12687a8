import { stamp } from './calendar.ts';
import type { Draft } from './draft.ts';
import { add } from './draft.ts';
import type { OrderLine } from './order-lines.ts';
import type { Person } from './people.ts';

/** A cart as it was left: ordered or given up. */
export interface CartPlan {
  readonly person: Person;
  readonly deliveryAddress: number;
  readonly currency: number;
  readonly carrier: number;
  readonly isGift: boolean;
  readonly at: number;
  readonly lines: readonly OrderLine[];
}

export function addCart(draft: Draft, cart: CartPlan): number {
  const { person, deliveryAddress } = cart;
  return add(draft, 'carts', {
    id_address_delivery: deliveryAddress,
    id_address_invoice: person.addresses[0] ?? 0,
    id_currency: cart.currency,
    id_customer: person.id,
    id_guest: person.guest,
    id_lang: person.language + 1,
    id_shop_group: 1,
    id_shop: 1,
    id_carrier: cart.carrier,
    recyclable: '0',
    gift: cart.isGift ? '1' : '0',
    gift_message: '',
    mobile_theme: '0',
    delivery_option: cart.carrier === 0 ? '' : JSON.stringify({ [deliveryAddress]: `${cart.carrier},` }),
    secure_key: person.secureKey,
    allow_seperated_package: '0',
    date_add: stamp(cart.at),
    date_upd: stamp(cart.at),
    associations: {
      cart_rows: cart.lines.map(({ product, combination, quantity }) => ({
        id_product: product.id,
        id_product_attribute: combination?.id ?? 0,
        id_address_delivery: deliveryAddress,
        id_customization: 0,
        quantity,
      })),
    },
  });
}
