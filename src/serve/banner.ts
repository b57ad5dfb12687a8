import type { Config } from '../config.ts';

const EXAMPLE =
  '{ products(first: 3, search: "tente") { totalCount nodes { id name variants { sku price { amount currency } } } } bricks { name state lag } }';

/** What a started hub says first. `fresh`: the token, if it was made just now; a configured one is never shown. */
export function bannerOf(config: Config, url: string, fresh: string | null): string[] {
  const demo = config.source === 'demo';
  return [
    demo
      ? 'Mortar: the demo. A sandbox shop is being mirrored; no configuration was found.'
      : `Mortar serves ${config.bricks.length} brick(s) of ${config.file ?? ''}.`,
    `  GraphQL   ${url}/graphql`,
    `  GraphiQL  ${url}/graphiql${demo && fresh !== null ? `#token=${fresh}` : ''}`,
    `  health    ${url}/health   ready: ${url}/ready   metrics: ${url}/metrics`,
    `  token     ${tokenLine(config, fresh)}`,
    'Try:',
    `  curl -s ${url}/graphql -H 'Authorization: Bearer ${fresh ?? '$MORTAR_TOKEN'}' \\`,
    `    -H 'content-type: application/json' -d '${JSON.stringify({ query: EXAMPLE })}'`,
  ];
}

function tokenLine({ source, token, data }: Config, fresh: string | null): string {
  if (fresh !== null) return source === 'demo' ? fresh : `${fresh}   (shown once; keep it)`;
  if (token !== undefined) return 'the configured one';
  return `the one shown at the first start; lost? delete ${data}/admin-token.sha256 and start again`;
}
