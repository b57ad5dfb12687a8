import type { ApolloServerPlugin } from '@apollo/server';
import {
  OperationTypeNode,
  type DocumentNode,
  type ExecutionResult,
  type GraphQLError,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import type { Logger } from 'pino';
import { documentHash, redactVariables, type AuditTrail } from '../audit/index.ts';
import { PERSONAL_SCOPE, refuse, type Viewer } from '../roles/graph/index.ts';
import type { Marks } from './marks.ts';
import { causeOf } from './mask.ts';
import { needsOf } from './need-walk.ts';
import type { GatewayOptions } from './options.ts';
import type { GatewayRequest } from './supergraph.ts';

/** An operation about to be executed. */
export interface AuditedOperation {
  schema: GraphQLSchema;
  document: DocumentNode;
  operation: OperationDefinitionNode;
  variables: Record<string, unknown>;
}

type Entered = Parameters<AuditTrail['note']>[0];

/** What a client was not allowed: entered, whatever was asked. */
const REFUSALS: ReadonlySet<unknown> = new Set(['FORBIDDEN', 'PERSONAL_DATA_LIMIT', 'RATE_LIMITED']);
const MINUTE = 60_000;
const MOST_TURNED_AWAY = 1_000;

const NOT_ENTERED = 'The audit trail cannot be written, so nothing is shown of people and nothing is changed.';
const DONE_NOT_ENTERED =
  'What you asked for was begun, and how it ended could not be entered in the audit trail. Ask again with the same idempotency key.';

/** Enters operations in the audit trail, on their way through the gateway. */
export class OperationAudit {
  readonly #trail: Pick<AuditTrail, 'note' | 'enter'>;
  readonly #isForAll: boolean;
  readonly #marks: Marks;
  readonly #log: Logger;
  readonly #now: () => Date;
  readonly #turnedAway = new Map<string, number>();

  constructor(
    { trail, queries }: NonNullable<GatewayOptions['audit']>,
    { marks, log, now }: { marks: Marks; log: Logger; now: () => Date },
  ) {
    this.#trail = trail;
    this.#isForAll = queries === 'all';
    this.#marks = marks;
    this.#log = log;
    this.#now = now;
  }

  /**
   * Executes between two entries, or before one: a mutation is entered before it begins and before it is answered;
   * what reads of people, before it is shown. What cannot be entered is not done, and not shown.
   */
  async around(
    asked: AuditedOperation,
    context: GatewayRequest,
    execute: () => Promise<ExecutionResult>,
  ): Promise<ExecutionResult> {
    if (asked.operation.operation === OperationTypeNode.MUTATION) return this.#mutation(asked, context, execute);
    const result = await execute();
    const code = refusalIn(result.errors);
    const people = context.audit?.people ?? [];
    const isEvent = asked.operation.operation === OperationTypeNode.SUBSCRIPTION;
    const touches = people.length > 0 || (!isEvent && (this.#isForAll || this.#isPersonal(asked)));
    if (!touches && code === null) return result;
    const entry: Entered = { ...this.#entry(asked, context), ...outcomeOf(result), people };
    const noted = await this.#noted({ ...entry, kind: code === null ? 'read' : 'refusal' });
    if (context.audit) context.audit.isEntered = true;
    return noted || code !== null ? result : { errors: [refuse('AUDIT_UNAVAILABLE', NOT_ENTERED, 503)] };
  }

  /** A subscription that will show people is about to begin. */
  async opening(asked: AuditedOperation, context: GatewayRequest): Promise<void> {
    if (!this.#isForAll && !this.#isPersonal(asked)) return;
    const noted = await this.#noted({ ...this.#entry(asked, context), detail: { subscribed: true } });
    if (!noted) throw refuse('AUDIT_UNAVAILABLE', NOT_ENTERED, 503);
  }

  /** Turned away before anything was read: at most one entry a minute for each token and code. */
  turnedAway(viewer: Viewer, request: string | null, code: string): void {
    const key = `${code} ${viewer.id ?? viewer.name} ${viewer.shopper?.customer ?? ''}`;
    const now = this.#now().getTime();
    if (now - (this.#turnedAway.get(key) ?? -Infinity) < MINUTE) return;
    if (this.#turnedAway.size >= MOST_TURNED_AWAY) this.#turnedAway.clear();
    this.#turnedAway.set(key, now);
    void this.#noted({ ...entryOf(viewer, request), kind: 'refusal', outcome: 'refused', code });
  }

  /** Enters what the checks before execution refused. */
  get plugin(): ApolloServerPlugin<GatewayRequest> {
    return {
      requestDidStart: async () => ({
        didEncounterErrors: async ({ errors, contextValue, schema, document, operation, request }) => {
          const code = refusalIn(errors);
          if (code === null || contextValue.audit?.isEntered) return;
          const base =
            document && operation
              ? this.#entry({ schema, document, operation, variables: request.variables ?? {} }, contextValue)
              : entryOf(contextValue.viewer, contextValue.requestId);
          await this.#noted({ ...base, kind: 'refusal', outcome: 'refused', code });
        },
      }),
    };
  }

  async #mutation(
    asked: AuditedOperation,
    context: GatewayRequest,
    execute: () => Promise<ExecutionResult>,
  ): Promise<ExecutionResult> {
    const entry: Entered = { ...this.#entry(asked, context), kind: 'mutation' };
    let begun: number;
    try {
      begun = await this.#trail.enter({ ...entry, outcome: 'begun' }, { lasting: false });
    } catch {
      return { errors: [refuse('AUDIT_UNAVAILABLE', NOT_ENTERED, 503)] };
    }
    if (context.audit) context.audit.isEntered = true;
    const ended = await execute().then(
      (result) => ({ result }),
      (error: unknown) => ({ error }),
    );
    const result = 'result' in ended ? ended.result : { errors: [] };
    const { people = [], messages = [], answers = [] } = context.audit ?? {};
    const refused = answers.find(({ code }) => code !== null);
    const outcome: Pick<Entered, 'outcome' | 'code'> =
      'error' in ended
        ? { outcome: 'failed', code: 'INTERNAL_ERROR' }
        : refused
          ? { outcome: 'refused', code: refused.code }
          : outcomeOf(result);
    const detail = { answers: answers.map(({ field, answer }) => ({ field, answer })) };
    try {
      await this.#trail.enter({ ...entry, ...outcome, people, messages, detail, begun }, { lasting: true });
    } catch {
      return { errors: [refuse('AUDIT_UNAVAILABLE', DONE_NOT_ENTERED, 503)] };
    }
    if ('error' in ended) throw ended.error;
    return result;
  }

  #isPersonal({ schema, document, operation }: AuditedOperation): boolean {
    const needs = needsOf(schema, document, operation, this.#marks);
    if (needs.args.some(({ need }) => need.scope === PERSONAL_SCOPE)) return true;
    for (const all of needs.scopes.values())
      if (all.some((need) => need.every((scopes) => scopes.includes(PERSONAL_SCOPE)))) return true;
    return false;
  }

  #entry({ schema, document, operation, variables }: AuditedOperation, context: GatewayRequest): Entered {
    return {
      ...entryOf(context.viewer, context.requestId),
      operation: operation.name?.value.slice(0, 100) ?? null,
      document: documentHash(document),
      variables: redactVariables(schema, operation, variables),
    };
  }

  async #noted(entry: Entered): Promise<boolean> {
    return this.#trail.note(entry).then(
      () => true,
      (err: unknown) => {
        this.#log.error({ err, token: entry.who, code: entry.code }, 'audit: an entry could not be taken');
        return false;
      },
    );
  }
}

function entryOf({ name, id, shopper }: Viewer, request: string | null): Entered {
  return {
    ...{ kind: 'read', who: name, token: id ?? null, shopper: shopper?.customer ?? null, request },
    ...{ operation: null, document: null, variables: null, people: [], outcome: 'ok', code: null, messages: [] },
    ...{ detail: null, begun: null },
  };
}

function codeOf(error: GraphQLError): string {
  const cause = causeOf(error);
  const { code } = error.extensions;
  if (typeof cause === 'object' && cause !== null && 'code' in cause && typeof cause.code === 'string')
    return cause.code;
  return typeof code === 'string' ? code : 'INTERNAL_ERROR';
}

function refusalIn(errors: readonly GraphQLError[] | undefined): string | null {
  return (errors ?? []).map(codeOf).find((code) => REFUSALS.has(code)) ?? null;
}

function outcomeOf({ errors = [] }: ExecutionResult): Pick<Entered, 'outcome' | 'code'> {
  const refusal = refusalIn(errors);
  if (refusal !== null) return { outcome: 'refused', code: refusal };
  const [first] = errors;
  return first ? { outcome: 'failed', code: codeOf(first) } : { outcome: 'ok', code: null };
}
