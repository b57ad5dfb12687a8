import type { CommandName } from '#sdk';
import type { MessageOrder, MessageReceipt, MessageRow } from '../../src/mirror/index.ts';
import type { Outbox } from '../../src/roles/graph/index.ts';
import type { FakeMirror } from './fake-reader.ts';

/** An outbox that takes everything, keeps it in a list, shows it in the mirror if it is given one, and delivers nothing. */
export class FakeOutbox implements Outbox {
  readonly #mirror: FakeMirror | null;
  readonly orders: MessageOrder[] = [];
  owner: string | null = null;
  /** Why what the owner is told would be undone. */
  contest: string | null = null;
  policy: ReturnType<Outbox['oversell']> = 'refuse';
  /** From which size on edits wait. */
  limits: ReturnType<Outbox['limit']> = { percent: 10, records: 50, windowHours: 24 };
  /** Commands that no brick knows. */
  readonly unknown = new Set<CommandName>();
  /** Orders by client's key. */
  readonly #known = new Map<string, { order: MessageOrder; messages: MessageRow[] }>();
  /** Answered instead of taking the order. */
  answer: MessageReceipt | null = null;

  constructor(mirror: FakeMirror | null = null) {
    this.#mirror = mirror;
    if (mirror) mirror.known = (order) => this.#receiptOf(order);
  }

  can(_brick: string, command: CommandName): boolean {
    return !this.unknown.has(command);
  }

  stockOwner(): string | null {
    return this.owner;
  }

  contested(owner: string): string | null {
    return owner === this.owner ? this.contest : null;
  }

  oversell(): ReturnType<Outbox['oversell']> {
    return this.policy;
  }

  limit(): ReturnType<Outbox['limit']> {
    return this.limits;
  }

  submit(order: MessageOrder): Promise<MessageReceipt> {
    if (this.answer) return Promise.resolve(this.answer);
    const known = this.#receiptOf(order);
    if (known) return Promise.resolve(known);
    this.orders.push(order);
    for (const { brick, overlays } of order.messages) this.#show(brick, overlays);
    const messages = order.messages.map((message, index): MessageRow => {
      const { id, brick, command, lane, origin } = message;
      return {
        ...{ id, brick, command, lane, origin, seq: index + 1, state: 'queued', attempts: 0, nextAt: order.at },
        ...{
          failure: null,
          createdAt: order.at,
          createdBy: order.by,
          deliveredAt: null,
          confirmedAt: null,
          reason: null,
        },
      };
    });
    if (order.key) this.#known.set(order.key.value, { order, messages });
    if (order.edit) {
      const { at, by, key, edit } = order;
      this.#mirror?.edits.push({ ...edit, at, by, key: key?.value ?? null });
      this.#mirror?.messages.push(...messages);
    }
    return Promise.resolve({ outcome: 'queued', answer: order.answer, messages });
  }

  #receiptOf({ name, key }: Pick<MessageOrder, 'name' | 'key'>): MessageReceipt | null {
    const known = key && this.#known.get(key.value);
    if (!known) return null;
    if (known.order.key?.inputHash !== key.inputHash || known.order.name !== name) return { outcome: 'key-conflict' };
    return { outcome: 'known', answer: known.order.answer, messages: known.messages };
  }

  redrive(): Promise<boolean> {
    return Promise.resolve(true);
  }

  /** What was given up, by whom and why. */
  readonly discarded: string[] = [];

  discard(id: string, by: string, reason: string): Promise<boolean> {
    this.discarded.push(`${id} by ${by}: ${reason}`);
    return Promise.resolve(true);
  }

  #show(brick: string, overlays: MessageOrder['messages'][number]['overlays']): void {
    for (const { type, hubId, patch, creates } of overlays) {
      const row = this.#mirror?.facets.find((one) => one.type === type && one.brick === brick && one.id === hubId);
      if (row) row.facet = { ...row.facet, ...patch };
      else if (creates) this.#mirror?.put(type, hubId, patch, brick);
    }
  }
}
