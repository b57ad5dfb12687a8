import { isCoded, PermanentError } from '#sdk';
import type { MessageFailure } from '../../mirror/index.ts';

export function refuseMove(code: string, message: string, remedy: string): PermanentError {
  return new PermanentError({ code, message, remedy });
}

/** What is kept of an error beside the thing that it befell. */
export function toFailure(error: unknown, at: Date): MessageFailure {
  if (isCoded(error)) {
    const { code, message, remedy, detail = null } = error;
    return { code, message, remedy, detail, at: at.toISOString() };
  }
  const message = error instanceof Error ? error.message : String(error);
  const remedy = 'Tell whoever maintains the connector; then apply the plan again, which takes up what failed.';
  return { code: 'INTAKE_FAILED', message, remedy, detail: null, at: at.toISOString() };
}

export const moveLocked = (): PermanentError =>
  refuseMove('MOVE_RUNNING', 'Another plan is being applied.', 'Wait for it to end, or pause it.');
