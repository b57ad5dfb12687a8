import type { Aggregate, BrickTools, Connector, JsonObject, OpenBrick, Page, Projected, Stream } from '#sdk';
import memory from '../../connectors/memory/index.ts';

/** A connector that does one thing wrong, and the sentence that must then be false. */
export interface Planted {
  /** What it does wrong: "a connector that …". */
  that: string;
  sentence: string;
  connector: Connector;
}

/** Makes the reference wrong. */
interface Wrong {
  connector?: Partial<Connector>;
  brick?: (brick: OpenBrick) => OpenBrick;
  stream?: (stream: Stream) => Stream;
  /** Every page of a read. */
  page?: (page: Page, stream: Stream) => Page;
  /** Every body of an answer, before it is read. */
  body?: (body: string) => string;
  /** Options of its HTTP client. */
  retries?: number;
  facet?: (projected: Projected) => Projected;
  base?: Connector;
  tools?: (tools: BrickTools) => BrickTools;
}

export function planted(that: string, sentence: string, wrong: Wrong): Planted {
  const { base = memory, facet } = wrong;
  const aggregates = facet ? base.aggregates.map((aggregate) => withFacets(aggregate, facet)) : base.aggregates;
  const connector: Connector = {
    ...base,
    aggregates,
    ...wrong.connector,
    open(settings, tools) {
      const brick = base.open(settings, wrong.tools ? wrong.tools(tools) : withHttp(tools, wrong));
      const streams = brick.streams.map((stream) => spoilt(stream, wrong));
      return { ...(wrong.brick ? wrong.brick(brick) : brick), streams };
    },
  };
  return { that, sentence, connector };
}

function spoilt(stream: Stream, { stream: spoil, page }: Wrong): Stream {
  const paged = page ? withPages(stream, page) : stream;
  return spoil ? spoil(paged) : paged;
}

export function withPages(stream: Stream, change: (page: Page, stream: Stream) => Page): Stream {
  return {
    ...stream,
    async *read(context) {
      for await (const page of stream.read(context)) yield change(page, stream);
    },
  };
}

function withFacets(aggregate: Aggregate, change: (projected: Projected) => Projected): Aggregate {
  return { ...aggregate, project: (root, related) => aggregate.project(root, related).map(change) };
}

function withHttp(tools: BrickTools, { body, retries }: Wrong): BrickTools {
  return {
    ...tools,
    http(options) {
      const http = tools.http({ ...options, ...(retries !== undefined && { retries }) });
      if (!body) return http;
      return {
        ...http,
        async text(request) {
          const answer = await http.text(request);
          return { ...answer, body: body(answer.body) };
        },
      };
    },
  };
}

/** The same facet with another value in a field. */
export function withField(type: string, field: string, value: unknown): (projected: Projected) => Projected {
  return (projected) =>
    projected.type === type ? { ...projected, facet: { ...projected.facet, [field]: value } } : projected;
}

/** Every answer is `{ things: [...] }` or `{ ids: [...] }`. */
export function withThings(body: string, change: (things: JsonObject[]) => JsonObject[]): string {
  const answer = JSON.parse(body) as { things?: JsonObject[] };
  return JSON.stringify(answer.things ? { things: change(answer.things) } : answer);
}
