import type { Caller } from "../records/request-context.ts";
import type { FieldError } from "../vocabulary/field-errors.ts";
import type { Scope } from "../vocabulary/token.ts";

/** A client may only get scopes that the caller has. */
export const scopeErrors = (caller: Caller, wanted: readonly Scope[] = []): FieldError[] =>
  wanted.flatMap((scope, i) =>
    caller.scopes.includes(scope)
      ? []
      : [{ pointer: `/scopes/${i}`, code: "not-allowed", values: { allowed: caller.scopes.join(", ") } } as const],
  );

/** Whether a caller has all the scopes of a client. */
export const hasScopesOf = (caller: Caller, client: { scopes: readonly Scope[] }): boolean =>
  client.scopes.every((scope) => caller.scopes.includes(scope));
