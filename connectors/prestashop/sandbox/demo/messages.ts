import { HOUR, stamp } from './calendar.ts';
import type { Draft } from './draft.ts';
import { add, nextId } from './draft.ts';
import type { Text } from './localized.ts';
import type { OrderPlan } from './order-plan.ts';
import { HEX, randomFor } from './random.ts';

const QUESTIONS: readonly Text[] = [
  ['Bonjour, puis-je changer la taille ?', 'Hello, can I change the size?', 'Hola, ¿puedo cambiar la talla?'],
  ['Le colis est arrivé, merci 🙏', 'The parcel arrived, thanks 🙏', 'El paquete ha llegado, gracias 🙏'],
  ['Il manque un sachet dans ma commande.', 'One pouch is missing from my order.', 'Falta una bolsa en mi pedido.'],
];
const ANSWER: Text = [
  'Bonjour, nous nous en occupons.',
  'Hello, we are looking into it.',
  'Hola, nos ocupamos de ello.',
];

function addThread(draft: Draft, plan: OrderPlan, question: string, token: string): void {
  const thread = nextId(draft, 'customer_threads');
  const write = (employee: number, message: string, at: number) =>
    add(draft, 'customer_messages', {
      id_employee: employee,
      id_customer_thread: thread,
      ip_address: '',
      message,
      file_name: '',
      user_agent: '',
      private: 0,
      date_add: stamp(at),
      date_upd: stamp(at),
      read: '1',
    });
  const messages = [
    write(0, question, plan.placedAt + HOUR),
    write(1, ANSWER[plan.person.language], plan.placedAt + 2 * HOUR),
  ];
  add(draft, 'customer_threads', {
    id_lang: plan.person.language + 1,
    id_shop: 1,
    id_customer: plan.person.id,
    id_order: plan.id,
    id_product: 0,
    id_contact: 2,
    email: plan.person.email,
    token,
    status: 'closed',
    date_add: stamp(plan.placedAt + HOUR),
    date_upd: stamp(plan.placedAt + 2 * HOUR),
    associations: { customer_messages: messages.map((id) => ({ id })) },
  });
}

/** A few orders were talked about; a few carry a note for the packer. */
export function addMessages(draft: Draft, plans: readonly OrderPlan[]): void {
  const random = randomFor(draft.seed, 'messages');
  for (const plan of plans) {
    if (plan.placedAt > draft.now - 3 * HOUR) continue;
    if (random.chance(0.03)) addThread(draft, plan, random.pick(QUESTIONS)[plan.person.language], random.text(12, HEX));
    if (!random.chance(0.03)) continue;
    add(draft, 'messages', {
      message: 'Merci de laisser le colis chez le voisin.',
      id_cart: plan.cart,
      id_order: plan.id,
      id_customer: plan.person.id,
      id_employee: 0,
      private: '0',
      date_add: stamp(plan.placedAt),
    });
  }
}
