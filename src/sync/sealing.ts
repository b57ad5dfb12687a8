import { hash } from 'node:crypto';
import type { OpenBrick, Stream } from '#sdk';
import type { FollowedKind, PersonDesk, SealedAgain, Unsealed } from '../mirror/index.ts';
import { toIncoming } from './canonical.ts';

const STEP = 200;

interface Sealable {
  name: string;
  open: Pick<OpenBrick, 'streams'>;
}

type Desk = Pick<PersonDesk, 'sealing' | 'revisions' | 'sealAgain'>;

/**
 * Seals what an earlier release stored in the clear, or under another declaration, in small steps between which
 * everything else goes on. Killed at any instant, it goes on where it was.
 */
export async function sealStreams(
  desk: Desk,
  bricks: readonly Sealable[],
  { now, isStopped }: { now(): Date; isStopped(): boolean },
): Promise<void> {
  for (const { brick, stream } of personalStreams(bricks)) {
    const declaration = declarationOf(stream);
    const known = await desk.sealing(brick, stream.kind);
    const begun = known?.declaration === declaration ? known : null;
    if (begun && begun.after === null) continue;
    for (let after = begun?.after ?? null; !isStopped();) {
      const rows = await desk.revisions(brick, stream.kind, after, STEP);
      const last = rows.at(-1);
      after = rows.length === STEP && last ? { id: last.id, seq: last.seq } : null;
      const revisions = rows.map((row) => sealedAgain(stream, row));
      const at = now().toISOString();
      await desk.sealAgain({ brick, kind: stream.kind, revisions, after, declaration, at });
      if (after === null) break;
    }
  }
}

/** Whether all that is personal is sealed. */
export async function isSealed(desk: Pick<Desk, 'sealing'>, bricks: readonly Sealable[]): Promise<boolean> {
  for (const { brick, stream } of personalStreams(bricks)) {
    const known = await desk.sealing(brick, stream.kind);
    if (known?.declaration !== declarationOf(stream) || known.after !== null) return false;
  }
  return true;
}

/** Kinds of which other records say whose they are. */
export function followedKinds(bricks: readonly Sealable[]): FollowedKind[] {
  return personalStreams(bricks).flatMap(({ brick, stream: { kind, personal } }) =>
    personal?.of ? [{ brick, kind, of: personal.of }] : [],
  );
}

function personalStreams(bricks: readonly Sealable[]): { brick: string; stream: Stream }[] {
  return bricks.flatMap(({ name: brick, open }) =>
    open.streams.filter(({ personal }) => personal).map((stream) => ({ brick, stream })),
  );
}

/** Another one when other values are personal. */
function declarationOf({ personal }: Stream): string {
  const { fields = [], person } = personal ?? {};
  return hash('sha256', JSON.stringify([typeof fields === 'function' ? String(fields) : fields, String(person)]));
}

function sealedAgain(stream: Stream, { id, seq, body }: Unsealed): SealedAgain {
  const { hash: plain, personal } = toIncoming(stream, { id, body });
  return { id, seq, hash: plain, personal: personal ?? null };
}
