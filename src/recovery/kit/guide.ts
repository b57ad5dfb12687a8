import { isOldDump } from './dump.ts';
import { guideEn } from './guide.en.ts';
import { guideFr } from './guide.fr.ts';
import { timeText, type KitBrick, type KitPhone, type KitState } from './state.ts';
import { footOf } from './foot.ts';
import { kitTexts } from './texts.ts';

/** One piece of the instructions, for paper and for the page. */
export type GuideBlock =
  /** Begins on a page of its own. */
  | { kind: 'title'; text: string }
  | { kind: 'heading'; text: string }
  | { kind: 'paragraph'; text: string }
  /** Something to do, with a box to tick. */
  | { kind: 'step'; text: string }
  | { kind: 'item'; text: string }
  /** `label`, and what it is or a line to write on. */
  | { kind: 'field'; label: string; text: string };

export interface GuideFacts {
  state: KitState;
  bricks: readonly KitBrick[];
  phones: readonly KitPhone[];
}

/** The words of the instructions in one language. */
export interface GuideWords {
  welcome: readonly GuideBlock[];
  incident: readonly GuideBlock[];
  onPaper: readonly GuideBlock[];
  recovery: readonly GuideBlock[];
  phones: string;
  noPhones: string;
  bricks: string;
  roles: Record<KitBrick['roles'][number], string>;
  /** What the hub mirrors of a role, and what it cannot. */
  holds: Record<KitBrick['roles'][number], string>;
  holdsNot: Record<KitBrick['roles'][number], readonly string[]>;
  brick: {
    connector: string;
    plays: string;
    lastRead: string;
    never: string;
    late: string;
    heldBack: (count: number) => string;
    isHeld: string;
    isNotHeld: string;
    dump: string;
    notBackedUp: string;
    oldDump: string;
    noDump: string;
    emptyDump: string;
    newest: string;
    access: string;
  };
}

/** The whole guide: what to do, whom to call, and a page for every brick. */
export function guideOf({ state, bricks, phones }: GuideFacts): GuideBlock[] {
  const words = state.locale === 'fr' ? guideFr : guideEn;
  return [
    ...words.welcome,
    { kind: 'paragraph', text: footOf(state, kitTexts[state.locale]) },
    ...words.incident,
    ...words.onPaper,
    ...words.recovery,
    { kind: 'title', text: words.phones },
    ...phones.map(({ name, phone, note }): GuideBlock => {
      return { kind: 'field', label: name, text: note === undefined ? phone : `${phone} (${note})` };
    }),
    ...(phones.length === 0 ? [{ kind: 'paragraph', text: words.noPhones } as const] : []),
    ...bricks.flatMap((brick) => brickPage(brick, words, state)),
  ];
}

function brickPage(brick: KitBrick, words: GuideWords, state: KitState): GuideBlock[] {
  const { name, connector, roles, lastGoodAt, stale, openHolds, dump } = brick;
  const say = words.brick;
  const read = lastGoodAt === null ? say.never : `${timeText(lastGoodAt, state)}${stale ? ` (${say.late})` : ''}`;
  const newest = dump?.newestAt ? `${say.newest} ${timeText(dump.newestAt, state)}` : say.emptyDump;
  return [
    { kind: 'title', text: `${words.bricks} ${name}` },
    { kind: 'field', label: say.connector, text: connector },
    { kind: 'field', label: say.plays, text: roles.map((role) => words.roles[role]).join(', ') },
    { kind: 'field', label: say.lastRead, text: read },
    ...(openHolds > 0 ? [{ kind: 'paragraph', text: say.heldBack(openHolds) } as const] : []),
    { kind: 'field', label: say.access, text: '' },
    { kind: 'heading', text: say.isHeld },
    ...roles.map((role): GuideBlock => ({ kind: 'item', text: words.holds[role] })),
    { kind: 'heading', text: say.isNotHeld },
    ...roles.flatMap((role) => words.holdsNot[role].map((text): GuideBlock => ({ kind: 'item', text }))),
    { kind: 'paragraph', text: dump === null ? say.noDump : `${say.dump} ${dump.folder} · ${newest}` },
    ...(dump && isOldDump(dump, state.at) ? [{ kind: 'paragraph', text: say.oldDump } as const] : []),
    ...(dump && !dump.isBackedUp ? [{ kind: 'paragraph', text: say.notBackedUp } as const] : []),
  ];
}
