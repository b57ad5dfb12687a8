import { isCoded } from '#sdk';
import type { Config } from '../../config.ts';
import { lookAtDatabase, type DatabaseState } from '../../mirror/index.ts';
import { voiceOf, type DoctorFinding } from '../finding.ts';

const { ok, warn, fail } = voiceOf('database');

/** Whether the database answers, is whole, and is of this release; and what in it waits for a person. */
export async function databaseFindings({ data, database }: Config): Promise<{
  findings: DoctorFinding[];
  state: DatabaseState | null;
}> {
  const subject = database === undefined ? 'SQLite' : 'PostgreSQL';
  try {
    const state = await lookAtDatabase({ data, ...(database !== undefined && { database }) });
    return { findings: [...conditionOf(state, subject), ...waitingIn(state)], state };
  } catch (error) {
    const { code, message, remedy } = isCoded(error)
      ? error
      : { code: 'MIRROR_FAILED', message: 'The database cannot be looked at.', remedy: 'Look at the log of the hub.' };
    const mend = REACH[code] ?? remedy;
    return { findings: [fail(subject, { code, message, mend })], state: null };
  }
}

/** What to type first, where there is such a command. */
const REACH: Record<string, string> = {
  MIRROR_UNREACHABLE: 'pg_isready -d "$DATABASE_URL" && systemctl status postgresql',
  MIRROR_REFUSED: 'psql "$DATABASE_URL" -c "select 1"   (then correct user and password in DATABASE_URL)',
  MIRROR_ABSENT: 'createdb mortar   (or correct the name in DATABASE_URL)',
  MIRROR_CORRUPT: 'mortar restore FROM --into DIR   (keep the damaged file: it holds the history)',
};

function conditionOf({ made, integrity, pending, unknown }: DatabaseState, subject: string): DoctorFinding[] {
  if (!made) return [ok(subject, 'Its tables are made at the first start.')];
  if (integrity !== null && integrity !== 'ok') {
    const mend = REACH['MIRROR_CORRUPT'] ?? '';
    return [fail(subject, { code: 'MIRROR_CORRUPT', message: 'The database is damaged.', mend })];
  }
  if (unknown.length > 0) {
    const message = `A later release has migrated it (${unknown.join(', ')}): this one does not start on it.`;
    return [
      fail(subject, {
        code: 'MIRROR_NEWER',
        message,
        mend: 'Start the later release again; see docs/operations.md, “Going back”.',
      }),
    ];
  }
  if (pending.length > 0) {
    const message = `${pending.length} migration(s) run at the next start, and there is no way back.`;
    return [warn(subject, { code: 'MIGRATIONS_PENDING', message, mend: 'mortar backup   (then start)' })];
  }
  return [ok(subject, 'It answers and is of this release.')];
}

function waitingIn({ messages, openHolds }: DatabaseState): DoctorFinding[] {
  const holds = openHolds.map(({ brick, kind }) => {
    const message = `Changes of ${kind} wait for a person.`;
    return warn(brick, {
      code: 'HOLD_OPEN',
      message,
      mend: 'query { holds(state: OPEN) { nodes { brick stream reasons { message } } } }',
    });
  });
  const dead = messages
    .filter(({ state }) => state === 'dead')
    .map(({ brick, count }) => {
      const message = `${count} message(s) were refused and wait for a person.`;
      return warn(brick, {
        code: 'DEAD_LETTERS',
        message,
        mend: 'query { messages(filter: {state: DEAD}) { nodes { id failure { code remedy } } } }',
      });
    });
  return [...holds, ...dead];
}
