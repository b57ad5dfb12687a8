type Headers = Readonly<{ get(name: string): string | null }>;
type Answer = Readonly<{ status: number; headers: Headers }>;

/** Wraps `fetch`: reports a refused token, and turns an answer that is no GraphQL (a proxy's page) into its status. */
export function watched<Input, Init, Response extends Answer>(
  send: (input: Input, init?: Init) => Promise<Response>,
  onRefused: () => void,
): (input: Input, init?: Init) => Promise<Response> {
  return async (input, init) => {
    const answer = await send(input, init);
    if (answer.status === 401) onRefused();
    if (!/json/.test(answer.headers.get('content-type') ?? '')) throw new Error(`HTTP ${answer.status}`);
    return answer;
  };
}

/** The first readable sentence in what GraphiQL keeps of a failed introspection: JSON of errors, or plain text. */
export function reasonOf(fetchError: string): string {
  try {
    return messageIn(JSON.parse(fetchError)) ?? fetchError;
  } catch {
    return fetchError;
  }
}

function messageIn(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null) return undefined;
  if ('message' in value && typeof value.message === 'string') return value.message;
  if ('errors' in value && Array.isArray(value.errors)) return messageIn(value.errors[0]);
  return undefined;
}
