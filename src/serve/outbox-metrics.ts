import type { GatewayMetrics } from '../gateway/index.ts';
import type { MessageReader, MessageState } from '../mirror/index.ts';

type Count = Awaited<ReturnType<MessageReader['messageCounts']>>[number];

/** How many messages wait, by brick. A brick without any has no line, so that alarms are set on what is there. */
export function addOutboxMetrics(
  metrics: Pick<GatewayMetrics, 'gauge'>,
  reader: Pick<MessageReader, 'messageCounts'>,
  now: () => Date,
): void {
  const gauge = (name: string, help: string, state: MessageState, value: (count: Count) => number): void => {
    metrics.gauge(name, help, 'brick', async () => {
      const counts = await reader.messageCounts();
      return Object.fromEntries(
        counts.filter((count) => count.state === state).map((count) => [count.brick, value(count)]),
      );
    });
  };
  const age = ({ oldest }: Count): number => Math.max(0, (now().getTime() - Date.parse(oldest)) / 1000);
  const count = (one: Count): number => one.count;
  gauge('mortar_outbox_queued', 'Messages that wait to be delivered to this brick.', 'queued', count);
  gauge('mortar_outbox_oldest_seconds', 'Age of the oldest message that waits for this brick.', 'queued', age);
  gauge('mortar_outbox_dead_letters', 'Messages that this brick refused; a person decides.', 'dead', count);
  gauge(
    'mortar_outbox_unconfirmed',
    'Delivered messages that were not read back yet: queries show them from the message.',
    'delivered',
    count,
  );
}
