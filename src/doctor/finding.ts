/** What one look found. `warn`: it works, and a person should know. `skipped`: it could not be looked at, see `message`. */
export interface DoctorFinding {
  /** What was looked at: `disk`, `bricks`. */
  check: string;
  /** Of what: a brick, a folder, a site. */
  subject: string;
  state: 'ok' | 'warn' | 'fail' | 'skipped';
  /** Stable, upper snake case; null where all is well. */
  code: string | null;
  message: string;
  /** The command that mends it, or what to write where; null where nothing is to be mended. */
  mend: string | null;
}

type Bad = Pick<DoctorFinding, 'code' | 'message' | 'mend'> & { code: string; mend: string };

/** The findings of one check, in one voice. */
export function voiceOf(check: string) {
  const say =
    (state: 'warn' | 'fail' | 'skipped') =>
    (subject: string, bad: Bad): DoctorFinding => ({ check, subject, state, ...bad });
  return {
    ok: (subject: string, message: string): DoctorFinding => {
      return { check, subject, state: 'ok', code: null, message, mend: null };
    },
    warn: say('warn'),
    fail: say('fail'),
    skipped: say('skipped'),
  };
}
