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

/** Objects with their versions, newest last. */
class Bucket {
  readonly #objects = new Map<string, Version[]>();

  put(key: string, bytes: Buffer | null, lockedUntil: Date | null): string {
    const version = { id: randomUUID(), bytes, at: new Date(), lockedUntil };
    this.#objects.set(key, [...(this.#objects.get(key) ?? []), version]);
    return version.id;
  }

  /** Without a version, a deletion is laid over the object; with one, a locked one is refused: false. */
  remove(key: string, versionId: string | null): boolean {
    const versions = this.#objects.get(key) ?? [];
    if (versionId === null) {
      this.put(key, null, null);
      return true;
    }
    const isLocked = ({ id, lockedUntil }: Version): boolean =>
      id === versionId && lockedUntil !== null && lockedUntil > new Date();
    if (versions.some(isLocked)) return false;
    this.#objects.set(
      key,
      versions.filter(({ id }) => id !== versionId),
    );
    return true;
  }

  find(key: string, versionId: string | null): Version | undefined {
    const versions = this.#objects.get(key) ?? [];
    return versionId === null ? versions.at(-1) : versions.find(({ id }) => id === versionId);
  }

  lockOf(key: string): Date | null {
    return this.#objects.get(key)?.[0]?.lockedUntil ?? null;
  }

  keys(): string[] {
    return [...this.#objects.keys()].filter((key) => Boolean(this.find(key, null)?.bytes)).sort();
  }

  list(prefix: string): string {
    const rows = this.keys()
      .filter((key) => key.startsWith(prefix))
      .map((key) => `<Contents><Key>${key}</Key><Size>${this.find(key, null)?.bytes?.length ?? 0}</Size></Contents>`);
    return `<ListBucketResult><IsTruncated>false</IsTruncated>${rows.join('')}</ListBucketResult>`;
  }

  versions(prefix: string): string {
    const rows = [...this.#objects]
      .filter(([key]) => key.startsWith(prefix))
      .flatMap(([key, versions]) =>
        versions.toReversed().map(({ id, bytes, at }) => {
          const tag = bytes === null ? 'DeleteMarker' : 'Version';
          const size = bytes === null ? '' : `<Size>${bytes.length}</Size><ETag>"${md5Of(bytes)}"</ETag>`;
          return `<${tag}><Key>${key}</Key><VersionId>${id}</VersionId><LastModified>${at.toISOString()}</LastModified>${size}</${tag}>`;
        }),
      );
    return `<ListVersionsResult><IsTruncated>false</IsTruncated>${rows.join('')}</ListVersionsResult>`;
  }
}

function md5Of(bytes: Buffer): string {
  return createHash('md5').update(bytes).digest('hex');
}

interface State {
  refusal: { status: number; code: string } | null;
  hook(key: string): Promise<void> | void;
}

export async function startS3Server(): Promise<S3Server> {
  const bucket = new Bucket();
  const state: State = { refusal: null, hook: () => undefined };
  const server = createServer((request, response) => {
    answer(bucket, state, request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    keys: () => bucket.keys(),
    lockOf: (key) => bucket.lockOf(key),
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

async function answer(bucket: Bucket, state: State, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const key = decodeURIComponent(url.pathname.split('/').slice(2).join('/'));
  const bytes = await bodyOf(request);
  const prefix = url.searchParams.get('prefix') ?? '';
  if (request.method === 'PUT' && url.searchParams.has('retention')) {
    // In compliance mode, nobody shortens a lock.
    const until = /<RetainUntilDate>([^<]+)</.exec(bytes.toString())?.[1] ?? '';
    const { lockedUntil } = bucket.find(key, url.searchParams.get('versionId')) ?? {};
    if (lockedUntil && new Date(until) < lockedUntil) return fail(response, 403, 'AccessDenied');
    response.writeHead(200).end();
    return;
  }
  if (request.method === 'PUT') return put(bucket, state, { request, response, key, bytes });
  if (request.method === 'DELETE') {
    if (!bucket.remove(key, url.searchParams.get('versionId'))) return fail(response, 403, 'AccessDenied');
    response.writeHead(204).end();
    return;
  }
  if (url.searchParams.has('versions')) return send(response, bucket.versions(prefix));
  if (key === '') return send(response, bucket.list(prefix));
  const version = bucket.find(key, url.searchParams.get('versionId'));
  if (!version?.bytes) return fail(response, 404, 'NoSuchKey');
  response.writeHead(200, { 'content-length': version.bytes.length, 'x-amz-version-id': version.id });
  response.end(request.method === 'HEAD' ? undefined : version.bytes);
}

async function put(
  bucket: Bucket,
  { refusal, hook }: State,
  given: { request: IncomingMessage; response: ServerResponse; key: string; bytes: Buffer },
): Promise<void> {
  const { request, response, key, bytes } = given;
  await hook(key);
  // Who was cut off has not sent the end of it.
  if (request.socket.destroyed) return;
  if (refusal) return fail(response, refusal.status, refusal.code);
  const until = request.headers['x-amz-object-lock-retain-until-date'];
  const md5 = createHash('md5').update(bytes).digest('base64');
  // As S3 does: a lock needs a checksum that fits.
  if (until !== undefined && request.headers['content-md5'] !== md5) return fail(response, 400, 'InvalidRequest');
  const id = bucket.put(key, bytes, typeof until === 'string' ? new Date(until) : null);
  response.writeHead(200, { etag: `"${id}"`, 'x-amz-version-id': id }).end();
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
