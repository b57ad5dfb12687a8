import { createHash, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

interface Version {
  id: string;
  /** Null: a deletion. */
  bytes: Buffer | null;
  at: Date;
  lockedUntil: Date | null;
}

/** A bucket with versions and object lock, on loopback: what the hub uses of S3, and what a thief would. */
export interface S3Server {
  url: string;
  /** Keys as a plain listing shows them. */
  keys(): string[];
  /** The moments until which an object's first version is locked. */
  lockOf(key: string): Date | null;
  /** From now on, a PUT is answered so. Null: as it should be. */
  refusePuts(answer: { status: number; code: string } | null): void;
  /** Is called with each key that is put, before it is answered. */
  onPut(hook: (key: string) => Promise<void> | void): void;
  close(): Promise<void>;
}

export async function startS3Server(): Promise<S3Server> {
  const objects = new Map<string, Version[]>();
  const state: { refusal: { status: number; code: string } | null; hook(key: string): Promise<void> | void } = {
    refusal: null,
    hook: () => undefined,
  };
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const key = decodeURIComponent(url.pathname.split('/').slice(2).join('/'));
    const bytes = await bodyOf(request);
    if (request.method === 'PUT') return put(request, response, { key, bytes });
    if (request.method === 'DELETE') return remove(response, key, url.searchParams.get('versionId'));
    if (url.searchParams.has('versions')) return send(response, versionsOf(url.searchParams.get('prefix') ?? ''));
    if (key === '') return send(response, listOf(url.searchParams.get('prefix') ?? ''));
    const version = find(key, url.searchParams.get('versionId'));
    if (!version?.bytes) return fail(response, 404, 'NoSuchKey');
    response.writeHead(200, { 'content-length': version.bytes.length, 'x-amz-version-id': version.id });
    response.end(request.method === 'HEAD' ? undefined : version.bytes);
  }

  async function put(
    request: IncomingMessage,
    response: ServerResponse,
    { key, bytes }: { key: string; bytes: Buffer },
  ): Promise<void> {
    await state.hook(key);
    // Who was cut off has not sent the end of it.
    if (request.socket.destroyed) return;
    if (state.refusal) return fail(response, state.refusal.status, state.refusal.code);
    const until = request.headers['x-amz-object-lock-retain-until-date'];
    const md5 = createHash('md5').update(bytes).digest('base64');
    // As S3 does: a lock needs a checksum that fits.
    if (until !== undefined && request.headers['content-md5'] !== md5) return fail(response, 400, 'InvalidRequest');
    const lockedUntil = typeof until === 'string' ? new Date(until) : null;
    const version = { id: randomUUID(), bytes, at: new Date(), lockedUntil };
    objects.set(key, [...(objects.get(key) ?? []), version]);
    response.writeHead(200, { etag: `"${version.id}"`, 'x-amz-version-id': version.id }).end();
  }

  /** Without a version, a deletion is laid over the object; with one, a locked one is refused. */
  function remove(response: ServerResponse, key: string, versionId: string | null): void {
    const versions = objects.get(key) ?? [];
    if (versionId === null)
      objects.set(key, [...versions, { id: randomUUID(), bytes: null, at: new Date(), lockedUntil: null }]);
    else if (
      versions.some(({ id, lockedUntil }) => id === versionId && lockedUntil !== null && lockedUntil > new Date())
    )
      return fail(response, 403, 'AccessDenied');
    else
      objects.set(
        key,
        versions.filter(({ id }) => id !== versionId),
      );
    response.writeHead(204).end();
  }

  function find(key: string, versionId: string | null): Version | undefined {
    const versions = objects.get(key) ?? [];
    return versionId === null ? versions.at(-1) : versions.find(({ id }) => id === versionId);
  }

  function listOf(prefix: string): string {
    const rows = keys()
      .filter((key) => key.startsWith(prefix))
      .map((key) => `<Contents><Key>${key}</Key><Size>${find(key, null)?.bytes?.length ?? 0}</Size></Contents>`);
    return `<ListBucketResult><IsTruncated>false</IsTruncated>${rows.join('')}</ListBucketResult>`;
  }

  function versionsOf(prefix: string): string {
    const rows = [...objects]
      .filter(([key]) => key.startsWith(prefix))
      .flatMap(([key, versions]) =>
        versions.toReversed().map(({ id, bytes, at }) => {
          const tag = bytes === null ? 'DeleteMarker' : 'Version';
          const size = bytes === null ? '' : `<Size>${bytes.length}</Size>`;
          return `<${tag}><Key>${key}</Key><VersionId>${id}</VersionId><LastModified>${at.toISOString()}</LastModified>${size}</${tag}>`;
        }),
      );
    return `<ListVersionsResult><IsTruncated>false</IsTruncated>${rows.join('')}</ListVersionsResult>`;
  }

  const keys = (): string[] => [...objects.keys()].filter((key) => Boolean(find(key, null)?.bytes)).sort();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    keys,
    lockOf: (key) => objects.get(key)?.[0]?.lockedUntil ?? null,
    refusePuts(refusal) {
      state.refusal = refusal;
    },
    onPut(hook) {
      state.hook = hook;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function send(response: ServerResponse, xml: string): void {
  response.writeHead(200, { 'content-type': 'application/xml' }).end(`<?xml version="1.0"?>${xml}`);
}

function fail(response: ServerResponse, status: number, code: string): void {
  response.writeHead(status, { 'content-type': 'application/xml' });
  response.end(`<?xml version="1.0"?><Error><Code>${code}</Code><Message>no</Message></Error>`);
}
