import { PermanentError, type CommandName, type FlowName, type RoleName } from '#sdk';
import type { Flow, Pair } from './flow.ts';

/** `observe` shows what would be written, and writes nothing. */
export type FlowMode = 'on' | 'observe' | 'off';

/** What is configured of one flow between two bricks. */
export interface FlowChoice {
  flow: FlowName;
  from: string;
  to: string;
  mode: FlowMode;
}

/** A brick as the matrix sees it. */
export interface FlowBrick {
  name: string;
  roles: readonly RoleName[];
  can(command: CommandName): boolean;
  /** What its vendor carries by itself. */
  carries: readonly FlowName[];
}

export type LaneState = 'on' | 'observe' | 'off' | 'conflict';

/** One flow between two bricks, judged. */
export interface FlowLane {
  flow: Flow;
  pair: Pair;
  /** As configured, or the default. */
  mode: FlowMode;
  /** What it does. `conflict`: another writes the same values, so this one only observes. */
  state: LaneState;
  /** Why it does not do what is configured, or why it is off by default; null: nothing to be said. */
  reason: string | null;
}

/**
 * Judges every flow between every two bricks: what is configured `on` and cannot be is refused, with the reason; two
 * writers of one value are a conflict. What is not configured is observed, or off where it cannot be or the vendor
 * carries it by itself.
 */
export function judgeFlows(
  flows: readonly Flow[],
  bricks: readonly FlowBrick[],
  { choices, stockOwner }: { choices: readonly FlowChoice[]; stockOwner: string | null },
): FlowLane[] {
  checkChoices(choices, flows, bricks);
  const lanes = flows.flatMap((flow) =>
    bricks
      .filter(({ roles }) => roles.includes(flow.from))
      .flatMap((from) =>
        bricks
          .filter((to) => to !== from && targets(flow, to, stockOwner))
          .map((to) => judge(flow, from, to, { choices, stockOwner })),
      ),
  );
  return lanes.map((lane) => withRival(lane, lanes));
}

/** What is counted at the till goes to the owner of stock, whatever role that plays. */
function targets(flow: Flow, to: FlowBrick, stockOwner: string | null): boolean {
  if (flow.name === 'sale-to-stock') return to.name === stockOwner;
  return to.roles.includes(flow.to);
}

function judge(
  flow: Flow,
  from: FlowBrick,
  to: FlowBrick,
  { choices, stockOwner }: { choices: readonly FlowChoice[]; stockOwner: string | null },
): FlowLane {
  const choice = choices.find((one) => one.flow === flow.name && one.from === from.name && one.to === to.name);
  const pair = { from: from.name, to: to.name, stockOwner };
  const impossible = whyImpossible(flow, from, to, stockOwner);
  if (impossible !== null && choice?.mode === 'on') throw refused(flow.name, from.name, to.name, impossible);
  if (flow.name === 'stock-to-shop' && pushesInto(from, to, stockOwner))
    return { flow, pair, mode: choice?.mode ?? 'off', state: 'conflict', reason: pushed(from.name, to.name) };
  const carrier = [from, to].find(({ carries }) => carries.includes(flow.name));
  const native = carrier && `${carrier.name} carries it by itself`;
  if (impossible !== null) {
    const reason = native === undefined ? impossible : `${native}.`;
    return { flow, pair, mode: choice?.mode ?? 'off', state: 'off', reason };
  }
  if (native === undefined) {
    const mode = choice?.mode ?? 'observe';
    return { flow, pair, mode, state: mode, reason: null };
  }
  if (choice?.mode === 'on')
    return { flow, pair, mode: 'on', state: 'conflict', reason: `${native}: two would write the same.` };
  return { flow, pair, mode: choice?.mode ?? 'off', state: choice?.mode ?? 'off', reason: `${native}.` };
}

function whyImpossible(flow: Flow, from: FlowBrick, to: FlowBrick, stockOwner: string | null): string | null {
  const lacking = flow.needs.filter((command) => !to.can(command));
  if (lacking.length > 0) return `${to.name} cannot be told: ${lacking.join(', ')}.`;
  if (flow.name === 'stock-to-shop' && from.name !== stockOwner)
    return `${stockOwner ?? 'Nobody'} owns stock, not ${from.name}.`;
  if (flow.name === 'stock-to-shop' && to.name === stockOwner) return `${to.name} owns stock itself.`;
  return null;
}

/** Why what is said to the owner of stock would be undone by what its vendor pushes into it; null: it would not. */
export function contestedStock(bricks: readonly Omit<FlowBrick, 'can'>[], stockOwner: string): string | null {
  const owner = bricks.find(({ name }) => name === stockOwner);
  const rival = owner?.roles.includes('shop') && bricks.find((from) => pushesInto(from, owner, stockOwner));
  return rival ? pushed(rival.name, stockOwner) : null;
}

type Carrier = Pick<FlowBrick, 'name' | 'roles' | 'carries'>;

function pushesInto(from: Carrier, { name }: Carrier, stockOwner: string | null): boolean {
  return (
    name === stockOwner &&
    from.name !== stockOwner &&
    from.roles.includes('fulfilment') &&
    from.carries.includes('stock-to-shop')
  );
}

const pushed = (vendor: string, owner: string): string =>
  `${vendor} pushes stock into ${owner}, which is named as its owner.`;

/** Two sources that are both `on` would write the same values of one target by turns. */
function withRival(lane: FlowLane, lanes: readonly FlowLane[]): FlowLane {
  if (lane.state !== 'on' || lane.flow.name !== 'items-to-till') return lane;
  const rival = lanes.find(
    (other) => other !== lane && other.state === 'on' && other.flow === lane.flow && other.pair.to === lane.pair.to,
  );
  if (!rival) return lane;
  return { ...lane, state: 'conflict', reason: `${rival.pair.from} writes the same values of ${lane.pair.to}.` };
}

function checkChoices(choices: readonly FlowChoice[], flows: readonly Flow[], bricks: readonly FlowBrick[]): void {
  for (const { flow: name, from, to } of choices) {
    const flow = flows.find((one) => one.name === name);
    const [source, target] = [from, to].map((brick) => bricks.find((one) => one.name === brick));
    if (!flow) throw refused(name, from, to, `there is no such flow (${flows.map((one) => one.name).join(', ')}).`);
    if (!source) throw refused(name, from, to, `there is no brick called ${from}.`);
    if (!target) throw refused(name, from, to, `there is no brick called ${to}.`);
    if (!source.roles.includes(flow.from))
      throw refused(name, from, to, `${from} does not play the role ${flow.from}.`);
  }
}

function refused(flow: string, from: string, to: string, reason: string): PermanentError {
  return new PermanentError({
    code: 'FLOW_IMPOSSIBLE',
    message: `The flow ${flow} from ${from} to ${to} cannot be: ${reason}`,
    remedy: 'Correct it below flows: in the configuration, or set its mode to off.',
  });
}
