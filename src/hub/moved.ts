import { setTimeout } from 'node:timers/promises';
import type { Mirror } from '../mirror/index.ts';
import type { Config } from '../config.ts';
import type {
  IdFormat,
  MovedFile,
  MoveParts,
  PasswordOrder,
  PasswordReport,
  RedirectOrder,
} from '../recovery/index.ts';
import { letterDelivery, noServer } from './letters.ts';

/** What a cutover leaves to be done: old addresses and ids lead to the new ones, customers need a password. */
export interface Moved {
  redirects(order: RedirectOrder): Promise<MovedFile>;
  idMap(order: { id: string; format: IdFormat }): Promise<MovedFile>;
  /** Writes to customers whose password the target could not take, each once, or says to whom it would. */
  passwords(order: PasswordOrder): Promise<PasswordReport>;
  /** Says to whom, and begins to where that is asked, without waiting for the end. */
  beginPasswords(order: PasswordOrder): Promise<PasswordReport>;
}

interface Parts {
  mirror: Pick<Mirror, 'lockBrick'>;
  moveParts(): Promise<MoveParts>;
  alerts: Config['alerts'];
}

/** As for the buyers of salvaged orders. */
const LETTER_PAUSE_MS = 3_000;

export function movedOf({ mirror, moveParts, alerts }: Parts): Moved {
  const load = () => import('../recovery/index.ts');
  const passwords: Moved['passwords'] = async (order) => {
    const { passwordLetters } = await load();
    const deliver = letterDelivery(alerts?.mail);
    const pause = (): Promise<void> => setTimeout(LETTER_PAUSE_MS);
    const lock = () => mirror.lockBrick('#letters');
    return passwordLetters({ move: await moveParts(), deliver, pause, lock }, order);
  };
  return {
    async redirects(order) {
      const { redirectFile } = await load();
      return redirectFile(await moveParts(), order);
    },
    async idMap(order) {
      const { idMapFile } = await load();
      return idMapFile(await moveParts(), order);
    },
    passwords,
    async beginPasswords(order) {
      if (order.apply && !alerts?.mail) throw noServer();
      const due = await passwords({ ...order, apply: false });
      // How far it is, and why it ended, is asked for: what is sent, unknown or still due is on disk.
      if (order.apply) void passwords(order).catch(() => undefined);
      return due;
    },
  };
}
