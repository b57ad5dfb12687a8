import { isCoded, type CheckFinding } from '#sdk';
import { voiceOf, type DoctorFinding } from '../finding.ts';

const { ok, fail } = voiceOf('bricks');

/** Asks every brick whether it can be read; what one of them does is no reason not to ask the others. */
export type BrickChecks = Readonly<Record<string, () => Promise<readonly CheckFinding[]>>>;

export async function brickFindings(checks: BrickChecks, deadline: AbortSignal): Promise<DoctorFinding[]> {
  const all = await Promise.all(
    Object.entries(checks).map(([brick, check]) =>
      Promise.race([check(), expired(deadline)]).then(
        (found) => toFindings(brick, found),
        (error: unknown) => [unreachable(brick, error)],
      ),
    ),
  );
  return all.flat();
}

function toFindings(brick: string, found: readonly CheckFinding[]): DoctorFinding[] {
  const bad = found.filter(({ state }) => state !== 'ok');
  if (bad.length === 0) return [ok(brick, 'It can be read, and no right is missing.')];
  return bad.map(({ subject, state, message, remedy }) => {
    const code = state === 'missing' ? 'BRICK_RIGHT_MISSING' : 'BRICK_CHECK_FAILED';
    return fail(`${brick}: ${subject}`, { code, message, mend: remedy ?? `mortar check ${brick}` });
  });
}

function unreachable(brick: string, error: unknown): DoctorFinding {
  const { code, message, remedy } = isCoded(error)
    ? error
    : { code: 'BRICK_CHECK_FAILED', message: 'It could not be asked.', remedy: '' };
  return fail(brick, { code, message, mend: `mortar check ${brick}${remedy === '' ? '' : `   (${remedy})`}` });
}

function expired(deadline: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    deadline.addEventListener('abort', () => reject(new Error('no answer in time')), { once: true });
  });
}
