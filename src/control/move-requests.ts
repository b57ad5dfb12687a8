import { z } from 'zod';
import type { MoveOperations } from './operations.ts';

const name = z.string().max(200);
const plan = z.strictObject({ id: name, hash: name });

/** What may be asked of plans. */
export const moveRequests = [
  z.strictObject({
    verb: z.literal('move-plan'),
    way: z.enum(['rebuild', 'swap']),
    source: name,
    target: name,
    asOf: name.nullable(),
    merge: z.enum(['take', 'keep']).nullable(),
    by: name,
  }),
  z.strictObject({ verb: z.literal('move-apply'), plan }),
  z.strictObject({ verb: z.literal('move-pause'), id: name }),
  z.strictObject({ verb: z.literal('move-verify'), id: name, sample: z.number().int().min(0).max(10_000) }),
  z.strictObject({ verb: z.literal('move-rehearsal'), id: name }),
  z.strictObject({
    verb: z.literal('move-rehearse'),
    id: name,
    sample: z.number().int().min(1).max(1_000_000).nullable(),
  }),
  z.strictObject({ verb: z.literal('move-drill'), brick: name }),
  z.strictObject({
    verb: z.literal('move-cutover'),
    move: name,
    source: name,
    by: name,
    witness: z.boolean(),
    accept: z.boolean(),
  }),
  z.strictObject({
    verb: z.literal('move-redirects'),
    id: name,
    format: z.enum(['nginx', 'apache', 'csv']),
    site: z.string().max(2_000).nullable(),
  }),
  z.strictObject({ verb: z.literal('move-idmap'), id: name, format: z.enum(['csv', 'json']) }),
  z.strictObject({
    verb: z.literal('move-passwords'),
    id: name,
    apply: z.boolean(),
    test: z.string().max(320).optional(),
    text: z.strictObject({ subject: z.string().max(1_000), body: z.string().max(100_000) }).optional(),
  }),
] as const;

export type MoveRequest = z.infer<(typeof moveRequests)[number]>;

export function answerMove(
  moves: MoveOperations | undefined,
  asked: MoveRequest,
  emit: (event: unknown) => void,
): Promise<unknown> {
  if (!moves) return Promise.reject(new Error('This hub moves nothing.'));
  switch (asked.verb) {
    case 'move-plan': {
      const { verb: _, ...order } = asked;
      return moves.plan(order);
    }
    case 'move-apply':
      return moves.apply(asked.plan, emit);
    case 'move-pause':
      return Promise.resolve(moves.pause(asked.id));
    case 'move-verify':
      return moves.verify(asked.id, { sample: asked.sample });
    case 'move-rehearsal':
      return moves.rehearsal(asked.id);
    case 'move-rehearse':
      return moves.rehearse({ id: asked.id, sample: asked.sample }, emit);
    case 'move-drill':
      return moves.drill(asked.brick, emit);
    case 'move-redirects': {
      const { verb: _, ...order } = asked;
      return moves.redirects(order);
    }
    case 'move-idmap':
      return moves.idMap({ id: asked.id, format: asked.format });
    case 'move-passwords': {
      const { verb: _, test, text, ...order } = asked;
      return moves.passwords({ ...order, ...(test !== undefined && { test }), ...(text && { text }) });
    }
    case 'move-cutover': {
      const { verb: _, ...order } = asked;
      return moves.cutOver(order);
    }
  }
}

/** The same, asked of another process. */
export function movesThrough(
  ask: (asked: MoveRequest, onEvent: (event: unknown) => void) => Promise<unknown>,
): MoveOperations {
  const quiet = (asked: MoveRequest): Promise<unknown> => ask(asked, () => undefined);
  const pause = (id: string): boolean => {
    quiet({ verb: 'move-pause', id }).catch(() => undefined);
    return true;
  };
  return {
    plan: (order) => quiet({ verb: 'move-plan', ...order }) as ReturnType<MoveOperations['plan']>,
    apply({ id, hash }, listen, signal) {
      signal?.addEventListener('abort', () => pause(id), { once: true });
      const asked: MoveRequest = { verb: 'move-apply', plan: { id, hash } };
      return ask(asked, (event) => listen(event as Parameters<typeof listen>[0])) as ReturnType<
        MoveOperations['apply']
      >;
    },
    pause,
    rehearsal: (id) => quiet({ verb: 'move-rehearsal', id }) as ReturnType<MoveOperations['rehearsal']>,
    rehearse: (order, listen) =>
      ask({ verb: 'move-rehearse', ...order }, (event) => listen(event as Parameters<typeof listen>[0])) as ReturnType<
        MoveOperations['rehearse']
      >,
    drill: (brick, listen) =>
      ask({ verb: 'move-drill', brick }, (event) => listen(event as Parameters<typeof listen>[0])) as ReturnType<
        MoveOperations['drill']
      >,
    verify: (id, { sample }) => quiet({ verb: 'move-verify', id, sample }) as ReturnType<MoveOperations['verify']>,
    redirects: (order) => quiet({ verb: 'move-redirects', ...order }) as ReturnType<MoveOperations['redirects']>,
    idMap: (order) => quiet({ verb: 'move-idmap', ...order }) as ReturnType<MoveOperations['idMap']>,
    passwords: (order) => quiet({ verb: 'move-passwords', ...order }) as ReturnType<MoveOperations['passwords']>,
    cutOver: (order) => quiet({ verb: 'move-cutover', ...order }) as ReturnType<MoveOperations['cutOver']>,
  };
}
