import type { RoleName } from '#sdk';
import type { OpenedProgram } from '../program.ts';

/** One query over the four roles, as in the README. */
const EVERY_ROLE =
  '{ products(first: 3, filter: {available: true, soldSince: "2026-01-01T00:00:00Z"}) { nodes { name variants { sku priceWithTax { amount currency }' +
  ' ordered { quantity } available stock { location { name } onHand } sold { quantity amount { amount } } } } }' +
  ' bulkEdits(first: 2) { nodes { name lineCount } } bricks { name state lag } }';
const OF_ROLE: Readonly<Record<RoleName, string>> = {
  shop: '{ products(first: 3) { totalCount nodes { id name variants { sku price { amount currency } } } } bricks { name state lag } }',
  fulfilment: '{ stockLevels(first: 5) { nodes { location { name } onHand available } } bricks { name state lag } }',
  till: '{ sales(first: 5) { nodes { number till soldAt } } bricks { name state lag } }',
  'mass-edit': '{ bulkEdits(first: 5) { nodes { name lineCount } } bricks { name state lag } }',
};

type Served = Pick<OpenedProgram, 'config' | 'bricks'>;

/** What a started hub says first. `fresh`: the token, if it was made just now; a configured one is never shown. */
export function bannerOf({ config, bricks }: Served, url: string, fresh: string | null): string[] {
  const demo = config.source === 'demo';
  const names = bricks.map(({ name, connector }) => `${name} (${connector.name})`).join(', ');
  const count = `${bricks.length} ${bricks.length === 1 ? 'brick' : 'bricks'}`;
  return [
    demo
      ? `Mortar: a demo of ${count} in ${bricks.length === 1 ? 'a sandbox' : 'sandboxes'}: ${names}.`
      : `Mortar serves ${count} of ${config.file ?? ''}: ${names}.`,
    `  GraphQL   ${url}/graphql`,
    `  GraphiQL  ${url}/graphiql${demo && fresh !== null ? `#token=${fresh}` : ''}`,
    `  health    ${url}/health   ready: ${url}/ready   metrics: ${url}/metrics`,
    `  token     ${tokenLine(config, fresh)}`,
    'Try:',
    `  curl -s ${url}/graphql -H 'Authorization: Bearer ${fresh ?? '$MORTAR_TOKEN'}' \\`,
    `    -H 'content-type: application/json' -d '${JSON.stringify({ query: exampleFor(bricks) })}'`,
  ];
}

/** Of what is there: all four roles, or that of the first brick. */
function exampleFor(bricks: Served['bricks']): string {
  const roles = new Set(bricks.flatMap(({ connector }) => connector.roles));
  if (roles.size === Object.keys(OF_ROLE).length) return EVERY_ROLE;
  return OF_ROLE[bricks[0]?.connector.roles[0] ?? 'shop'];
}

function tokenLine({ source, token, data }: Served['config'], fresh: string | null): string {
  if (fresh !== null) return source === 'demo' ? fresh : `${fresh}   (shown once; keep it)`;
  if (token !== undefined) return 'the configured one';
  return `the one shown at the first start; lost? delete ${data}/admin-token.sha256 and start again`;
}
