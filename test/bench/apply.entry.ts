import { connectors } from '../../src/registry.ts';
import { childOptions, tell, untilDismissed, whenTold } from './children.ts';
import { BRICK, firstSync, log, openBricks, shopBrick, type ShopAddress } from './shop-hub.ts';

const TARGET = 'shop-new';

/** A hub in a process of its own that has read one shop and fills another one from it when it is told. */
const { data, shop, connector, settings } = childOptions<{
  data: string;
  shop: ShopAddress;
  connector: string;
  settings: unknown;
}>();
const found = connectors.find(({ name }) => name === connector);
if (!found) throw new Error(`There is no connector ${connector}.`);
const source = shopBrick(shop);
const target = { ...source, name: TARGET, connector: found, settings: found.settings.parse(settings) };
const hub = await openBricks(data, [source, { ...target, standby: true, replaces: BRICK }]);
await firstSync(hub);
const way = found.name === source.connector.name ? 'rebuild' : 'swap';
const order = { way, source: BRICK, target: TARGET, asOf: null, merge: null, by: 'bench' } as const;
const plan = await hub.moves.plan(order);
whenTold('apply', async () => {
  const before = process.cpuUsage();
  const ended = await hub.moves.apply(plan, () => undefined);
  const { user, system } = process.cpuUsage(before);
  if (ended.state !== 'applied') log.error(ended, 'the plan was not applied to its end');
  tell({ ...ended, cpuMs: (user + system) / 1000 });
});
tell({ ready: true });
await untilDismissed();
await hub.close();
