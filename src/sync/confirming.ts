import type { MirrorReader, MirrorWriter, RunFailure, RunState } from '../mirror/index.ts';

/** Failures that say what a brick does not show at all: they make nothing older. */
const NEVER_SHOWN = new Set(['BRICK_RIGHT_MISSING', 'BRICK_RESOURCE_ABSENT']);

/** Whether a run read all that the brick lets us read. */
export function isComplete({ state, failures }: { state: RunState; failures: readonly RunFailure[] }): boolean {
  if (state === 'done') return true;
  return state === 'partial' && failures.every(({ code }) => NEVER_SHOWN.has(code));
}

export interface Confirming {
  brick: string;
  reader: Pick<MirrorReader, 'holds'>;
  writer: Pick<MirrorWriter, 'confirm'>;
  now(): Date;
}

/**
 * A run that read everything has seen all that was delivered before it began, so that queries need not show it from
 * messages any longer. Unless something of the brick is set aside: that may be what we wrote, and what was before it
 * would be shown again. Resolves with how many messages were confirmed.
 */
export async function confirmDelivered({ brick, reader, writer, now }: Confirming, startedAt: Date): Promise<number> {
  const { rows } = await reader.holds({ brick, state: 'open', direction: 'incoming', first: 1 });
  if (rows.length > 0) return 0;
  return writer.confirm({ brick, before: startedAt.toISOString(), at: now().toISOString() });
}
