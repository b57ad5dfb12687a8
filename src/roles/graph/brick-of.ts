import type { RoleName } from '#sdk';
import { refuse } from './coded.ts';
import type { GraphRequest } from './request.ts';

type Asking = Pick<GraphRequest, 'hasBrick' | 'primary'>;

/** The brick to ask: the one named, or the primary one of the role. */
export function brickOf(request: Asking, role: RoleName, asked: string | null | undefined): string {
  if (asked) {
    if (request.hasBrick(role, asked)) return asked;
    throw refuse('UNKNOWN_BRICK', `There is no ${role} brick named "${asked}". The query "bricks" lists them.`);
  }
  const primary = request.primary(role);
  if (primary === null) throw refuse('NO_BRICK', `No ${role} brick is configured yet.`);
  return primary;
}
