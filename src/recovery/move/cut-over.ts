import type { CutOverOutcome } from '../../mirror/index.ts';
import type { RunSummary } from '../../sync/index.ts';
import { refuseMove } from './failures.ts';
import { idMap } from './id-map.ts';
import { keepPast } from './keep-past.ts';
import type { MoveParts } from './parts.ts';
import { planOfRow } from './plan/plan.ts';
import { verdictSchema } from './verify/report.ts';

/** What the hub around it does when bricks change places. */
export interface CutOverHooks {
  /** Reads the target into the mirror; nobody is served from it yet. */
  read(target: string): Promise<RunSummary>;
  /** Flows have followed all that the source said. */
  follow(): Promise<void>;
  /** Names under which flows follow the target from now on. */
  cursors(source: string, target: string): string[];
  /** The new brick is asked from now on. */
  stand(stand: { source: string; target: string; witness: boolean }): Promise<void>;
}

export interface CutOverOrder {
  move: string;
  /** The brick that is replaced, said once more by whoever wants it. */
  source: string;
  by: string;
  /** The old brick goes on being read, for comparison; nothing is written to it. */
  witness: boolean;
  /** Also where things were refused, or verification was not done or found differences. */
  accept: boolean;
}

export interface CutOverDone {
  source: string;
  target: string;
  witness: boolean;
  /** Entities that keep their hub ids. */
  entities: number;
  /** Entities that the target cannot have, and that go on being shown as the source said them: tickets, invoices. */
  kept: number;
  /** Messages that go to the new brick. */
  messages: number;
  /** Of these, those that it cannot do: dead letters. */
  refused: number;
}

const TRIES = 120;
const PAUSE_MS = 500;

/**
 * The target takes the place of the source. Entities are bound and the target is read before anybody is served from it;
 * what clients and messages see changes in one transaction.
 */
export async function cutOverMove(parts: MoveParts, hooks: CutOverHooks, order: CutOverOrder): Promise<CutOverDone> {
  const { mirror } = parts;
  const [row] = await mirror.moves.moves({ id: order.move, first: 1 });
  if (!row) throw refuseMove('PLAN_UNKNOWN', `This hub has made no plan ${order.move}.`, 'See plans.');
  if (row.state === 'cut-over')
    throw refuseMove('PLAN_APPLIED', `${row.target} has taken the place of ${row.source} already.`, 'See plans.');
  if (row.state !== 'applied' && row.state !== 'partial')
    throw refuseMove('PLAN_NOT_APPLIED', 'The plan was not applied to its end.', 'Apply it: mortar apply PLANFILE.');
  if (!order.accept) checkVerdict(row.state, row.verified);
  const { source, target } = row;
  if (order.source !== source)
    throw refuseMove(
      'CUTOVER_NOT_CONFIRMED',
      `The plan replaces ${source}, not ${order.source}.`,
      `Confirm it by its name: mortar cutover … --confirm=${source}`,
    );
  const plan = planOfRow(row.plan);
  let entities = 0;
  for await (const page of idMap(parts, plan)) {
    const bindings = page.map(({ type, externalId, hubId }) => ({ type, externalId, hubId }));
    await mirror.writer.adopt({ brick: target, born: false, bindings, at: parts.now().toISOString() });
    entities += page.length;
  }
  const run = await hooks.read(target);
  const isRead = run.state === 'done' || (run.state === 'partial' && run.failures.every(({ kind }) => kind !== null));
  if (!isRead || run.held > 0)
    throw refuseMove(
      'TARGET_NOT_READ',
      `${target} could not be read to its end.`,
      'See its last run; then cut over again.',
    );
  await hooks.follow();
  const { witness } = order;
  const kept = await keepPast(parts, plan);
  const done = await switchOver(parts, hooks, { ...order, target });
  await hooks.stand({ source, target, witness });
  return { source, target, witness, entities, kept, messages: done.messages, refused: done.refused };
}

function checkVerdict(state: string, verified: object | null): void {
  const verdict = verdictSchema.safeParse(verified).data;
  const remedy = 'Look at the report; then say that you accept it: mortar cutover … --accept.';
  if (state === 'partial') throw refuseMove('CUTOVER_PARTIAL', 'Some things were refused by the target.', remedy);
  if (!verdict)
    throw refuseMove('CUTOVER_NOT_VERIFIED', 'The target was not verified.', 'Verify it: mortar verify PLAN.');
  if (verdict.findings > 0)
    throw refuseMove('CUTOVER_DIFFERS', `Verification found ${String(verdict.findings)} differences.`, remedy);
}

/** What a relay has in its hands just now comes first. */
async function switchOver(
  { mirror, brick, now, timers }: MoveParts,
  hooks: CutOverHooks,
  { move, source, target, witness, by }: CutOverOrder & { target: string },
): Promise<Extract<CutOverOutcome, { outcome: 'done' }>> {
  const commands = Object.keys(brick(target).open.commands ?? {});
  for (let tries = 1; ; tries++) {
    const outcome = await mirror.writer.cutOver({
      ...{ move, source, target, commands, by, at: now().toISOString() },
      stand: { source, target, witness },
      cursors: hooks.cursors(source, target),
    });
    if (outcome.outcome === 'done') return outcome;
    if (outcome.outcome === 'not-applied')
      throw refuseMove('PLAN_NOT_APPLIED', 'The plan was cut over or begun anew meanwhile.', 'See plans.');
    if (tries === TRIES)
      throw refuseMove('CUTOVER_BUSY', `Messages are on their way to ${source}.`, 'Cut over again in a minute.');
    await new Promise<void>((resolve) => void timers.after(PAUSE_MS, resolve));
  }
}
