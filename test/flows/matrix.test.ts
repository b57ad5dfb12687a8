import type { CommandName, FlowName, RoleName } from '#sdk';
import {
  contestedStock,
  flows,
  judgeFlows,
  type FlowBrick,
  type FlowChoice,
  type FlowLane,
} from '../../src/flows/index.ts';

interface Shape {
  roles: RoleName[];
  commands?: CommandName[];
  carries?: FlowName[];
}

function brick(name: string, { roles, commands = [], carries = [] }: Shape): FlowBrick {
  return { name, roles, can: (command) => commands.includes(command), carries };
}

const shop = brick('shop', { roles: ['shop'], commands: ['setStock', 'addTracking', 'setOrderStatus'] });
const depot = brick('depot', { roles: ['fulfilment'], commands: ['fulfilOrder', 'setStock'] });
const vendor = brick('vendor', {
  roles: ['fulfilment'],
  carries: ['order-to-fulfilment', 'stock-to-shop', 'shipment-to-shop'],
});
const till = brick('till', { roles: ['till'] });

function judged(bricks: FlowBrick[], choices: FlowChoice[] = [], stockOwner: string | null = 'depot'): FlowLane[] {
  return judgeFlows(flows, bricks, { choices, stockOwner });
}

const states = (lanes: FlowLane[]): Record<string, string> =>
  Object.fromEntries(lanes.map(({ flow, pair, state }) => [`${flow.name} ${pair.from} ${pair.to}`, state]));

it('what is not configured is only observed, and off where it cannot be', () => {
  expect(states(judged([shop, depot, till]))).toEqual({
    'order-to-fulfilment shop depot': 'observe',
    'shipment-to-shop depot shop': 'observe',
    'stock-to-shop depot shop': 'observe',
    'sale-to-stock till depot': 'observe',
    'items-to-till shop till': 'off',
  });
});

it('beside a vendor that links its bricks itself, the defaults write nothing, and say why', () => {
  const lanes = judged([shop, vendor], [], 'vendor');
  expect(new Set(Object.values(states(lanes)))).toEqual(new Set(['off']));
  const stock = lanes.find(({ flow }) => flow.name === 'stock-to-shop');
  expect(stock?.reason).toBe('vendor carries it by itself.');
});

it('two writers of one value are a conflict, and the hub does not write', () => {
  const choice: FlowChoice = { flow: 'stock-to-shop', from: 'vendor', to: 'shop', mode: 'on' };
  expect(states(judged([shop, vendor], [choice], 'vendor'))).toMatchObject({ 'stock-to-shop vendor shop': 'conflict' });
});

it('a vendor that pushes stock into its owner is a conflict, and what is not pushed into is none', () => {
  const lane = judged([shop, vendor], [], 'shop').find(({ flow }) => flow.name === 'stock-to-shop');
  const reason = 'vendor pushes stock into shop, which is named as its owner.';
  expect(lane).toMatchObject({ state: 'conflict', pair: { from: 'vendor', to: 'shop' }, reason });
  expect(contestedStock([shop, vendor], 'shop')).toBe(reason);
  expect(contestedStock([shop, depot], 'shop')).toBeNull();
  expect(contestedStock([shop, vendor], 'vendor')).toBeNull();
  expect(contestedStock([shop, depot, vendor], 'depot')).toBeNull();
  expect(states(judged([shop, depot], [], 'shop'))).toMatchObject({ 'stock-to-shop depot shop': 'off' });
});

it('what is configured and can be is on', () => {
  const choice: FlowChoice = { flow: 'stock-to-shop', from: 'depot', to: 'shop', mode: 'on' };
  expect(states(judged([shop, depot], [choice]))).toMatchObject({ 'stock-to-shop depot shop': 'on' });
});

const on = (flow: string, from: string, to: string): FlowChoice => ({ flow: flow as FlowName, from, to, mode: 'on' });

it.each([
  ['a target that cannot be told', on('items-to-till', 'shop', 'till'), /till cannot be told: putItems/],
  ['a source that does not own stock', on('stock-to-shop', 'vendor', 'shop'), /depot owns stock, not vendor/],
  ['a brick that is not there', on('stock-to-shop', 'cellar', 'shop'), /no brick called cellar/],
  ['a flow that is not there', on('weather-to-shop', 'depot', 'shop'), /no such flow/],
  ['a source of another role', on('stock-to-shop', 'till', 'shop'), /does not play the role fulfilment/],
])('%s is refused at start, with the reason', (_what, choice, reason) => {
  const error = caught(() => judged([shop, depot, vendor, till], [choice]));
  expect(error).toMatchObject({ code: 'FLOW_IMPOSSIBLE' });
  expect(error.message).toMatch(reason);
});

function caught(run: () => unknown): Error {
  try {
    run();
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error('nothing was refused');
}

it('an impossible flow may be configured off', () => {
  const choice = { ...on('items-to-till', 'shop', 'till'), mode: 'off' as const };
  expect(states(judged([shop, till], [choice], 'shop'))).toMatchObject({ 'items-to-till shop till': 'off' });
});
