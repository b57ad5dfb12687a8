import type { BrickIntake, MirrorView, PublicAddress, PublicPlace } from '#sdk';
import { mirrorView } from '../../../sync/index.ts';
import { refuseMove } from '../failures.ts';
import { idMap, type Mapped } from '../id-map.ts';
import type { MoveParts } from '../parts.ts';
import { planOfRow, type MovePlan } from '../plan/plan.ts';

const TYPES = ['Product', 'Category'] as const;

/** From one old public address, or all of one form, to the new place. */
export interface Redirect {
  type: string;
  hubId: string;
  from: PublicAddress;
  /** A whole address. */
  to: string;
}

export interface Redirects {
  plan: string;
  source: string;
  target: string;
  redirects: Redirect[];
  /** Things that were there and of which the old or the new address is not known, by type. */
  unknown: { type: string; count: number }[];
  /** Old addresses that are new ones of something else: left to the new thing. */
  taken: number;
}

/** A plan that was cut over: before that, nobody knows where the new shop shows what. */
export async function cutOverPlan({ mirror }: Pick<MoveParts, 'mirror'>, id: string): Promise<MovePlan> {
  const [row] = await mirror.moves.moves({ id, first: 1 });
  if (!row) throw refuseMove('PLAN_UNKNOWN', `This hub has made no plan ${id}.`, 'See plans.');
  if (row.state !== 'cut-over')
    throw refuseMove('PLAN_NOT_CUT_OVER', 'The target has not taken the place of the source.', 'Cut over first.');
  return planOfRow(row.plan);
}

/**
 * All old public addresses that are known, and where what was there is now. `site`: the origin under which visitors find
 * the new shop; null: as the target says.
 */
export async function redirectsOf(parts: MoveParts, id: string, site: string | null): Promise<Redirects> {
  const plan = await cutOverPlan(parts, id);
  const [old, present] = [placesOf(parts, plan.source), placesOf(parts, plan.target)];
  const records = { old: recordsThen(parts, plan), present: mirrorView(parts.mirror.reader, plan.target) };
  const pairs: { one: Mapped; was: PublicPlace; is: PublicPlace }[] = [];
  const unknown = new Map<string, number>();
  for await (const page of idMap(parts, plan)) {
    for (const type of TYPES) {
      const ofType = page.filter((one) => one.type === type && one.sourceId !== null);
      if (ofType.length === 0) continue;
      const sourceIds = ofType.flatMap(({ sourceId }) => sourceId ?? []);
      const was = await old(type, sourceIds, records.old);
      const targetIds = ofType.map(({ externalId }) => externalId);
      const is = await present(type, targetIds, records.present);
      for (const one of ofType) {
        const [before, now] = [was.get(one.sourceId ?? ''), is.get(one.externalId)];
        if (before && now) pairs.push({ one, was: before, is: now });
        else unknown.set(type, (unknown.get(type) ?? 0) + 1);
      }
    }
  }
  const { redirects, taken } = withoutTaken(pairs, site);
  const { source, target } = plan;
  const absent = [...unknown].map(([type, count]) => ({ type, count }));
  return { plan: id, source, target, redirects, unknown: absent, taken };
}

/** A new shop may give an old number or name to another thing: whoever asks for that gets it, and is not sent on. */
function withoutTaken(
  pairs: readonly { one: Mapped; was: PublicPlace; is: PublicPlace }[],
  site: string | null,
): { redirects: Redirect[]; taken: number } {
  const present = new Set(pairs.flatMap(({ is }) => is.addresses.map(nameOf)));
  const seen = new Set<string>();
  const redirects: Redirect[] = [];
  let taken = 0;
  for (const { one, was, is } of pairs) {
    if (is.shown === null) continue;
    const own = new Set(is.addresses.map(nameOf));
    for (const from of was.addresses) {
      const name = nameOf(from);
      if (present.has(name)) taken += own.has(name) ? 0 : 1;
      else if (!seen.has(name)) {
        seen.add(name);
        redirects.push({ type: one.type, hubId: one.hubId, from, to: at(is.shown, site) });
      }
    }
  }
  return { redirects, taken };
}

/** The same for the same address. */
function nameOf(address: PublicAddress): string {
  return 'path' in address ? address.path : JSON.stringify([address.before, address.key, address.after]);
}

function at(shown: string, site: string | null): string {
  if (site === null) return shown;
  const { pathname, search } = new URL(shown);
  return new URL(`${pathname}${search}`, site).href;
}

type Places = (
  type: (typeof TYPES)[number],
  ids: readonly string[],
  records: Pick<MirrorView, 'byIds'>,
) => Promise<ReadonlyMap<string, PublicPlace>>;

function placesOf(parts: MoveParts, name: string): Places {
  const { intake, connector } = named(parts, name);
  if (intake?.places) return intake.places.bind(intake);
  throw refuseMove(
    'PLACES_UNKNOWN',
    `The connector ${connector} does not know the public addresses of ${name}.`,
    'Make redirects by hand from the map of ids: mortar idmap PLAN --into FILE',
  );
}

function named(parts: MoveParts, name: string): { intake: BrickIntake | undefined; connector: string } {
  const brick = parts.brick(name);
  return { intake: brick.open.intake, connector: brick.connector.name };
}

/** As they were published at the plan's time: what an attacker wrote later gives no address. */
function recordsThen({ mirror }: MoveParts, { source: brick, at: time }: MovePlan): Pick<MirrorView, 'byIds'> {
  return { byIds: (kind, ids) => mirror.moves.recordsAt({ brick, kind, at: time }, { ids }) };
}
