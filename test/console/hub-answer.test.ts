import { reasonOf, watched } from '../../console/src/hub-answer.ts';

const answer = (status: number, type: string) => ({ status, headers: new Headers({ 'content-type': type }) });

async function pass(status: number, type: string) {
  let refusals = 0;
  const send = watched(
    async (_url: string) => answer(status, type),
    () => void refusals++,
  );
  const outcome = await send('/graphql').then(
    (given) => given.status,
    (error: unknown) => (error instanceof Error ? error.message : error),
  );
  return { outcome, refusals };
}

describe('an answer of the hub', () => {
  it.each(['application/json', 'application/graphql-response+json; charset=utf-8'])('passes as %s', async (type) => {
    expect(await pass(200, type)).toEqual({ outcome: 200, refusals: 0 });
  });

  it('reports a refused token, whatever its body', async () => {
    expect(await pass(401, 'application/json')).toEqual({ outcome: 401, refusals: 1 });
    expect(await pass(401, 'text/html')).toEqual({ outcome: 'HTTP 401', refusals: 1 });
  });

  it('names the status of a page that is no GraphQL', async () => {
    expect(await pass(502, 'text/html')).toEqual({ outcome: 'HTTP 502', refusals: 0 });
  });
});

describe('the reason of a failed introspection', () => {
  it.each([
    ['{"errors":[{"message":"Not allowed."},{"message":"Second."}]}', 'Not allowed.'],
    ['{"errors":[{"message":"Failed to fetch"}]}', 'Failed to fetch'],
    ['{"message":"HTTP 502"}', 'HTTP 502'],
    ['"plain"', 'plain'],
    ['not json', 'not json'],
    ['{"errors":[]}', '{"errors":[]}'],
  ])('%s reads as %s', (stored, sentence) => {
    expect(reasonOf(stored)).toBe(sentence);
  });
});
