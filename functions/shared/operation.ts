import type * as z from "zod/mini";
import type { Route } from "../../lib/contract/route.ts";
import type { RequestContext, Result } from "../../lib/records/request-context.ts";
import type { InputValidation } from "../../lib/shared/input-validation.ts";
import type { Precondition } from "../../lib/shared/precondition.ts";
import type { Cursors } from "../../lib/table/cursor.ts";
import type { Page, PageRequest } from "../../lib/table/page.ts";

/** The names between braces in a path. */
type ParameterNames<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? Name | ParameterNames<Rest>
  : never;

type OutputOf<S, Otherwise> = S extends z.ZodMiniType<infer T> ? T : Otherwise;
type BodyOf<R extends Route> = OutputOf<R["body"], object> & object;

/** A request as an operation sees it, typed by its route. */
export type ApiRequest<R extends Route> = {
  params: Record<ParameterNames<R["path"]>, string>;
  query: OutputOf<R["query"], undefined>;
  /** The body read through the route's schema. */
  validation(): InputValidation<BodyOf<R>>;
  /** The merge patch of the body, applied to what the record's input is now. */
  patched(current: object): InputValidation<BodyOf<R>>;
  /** Fields of a form body. Throws 413 and 415. */
  form(): URLSearchParams;
  /** A header by its lower-case name. */
  header(name: string): string | undefined;
  ifMatch: Precondition | undefined;
  /** How much of a list is asked for, and from where. */
  page(): PageRequest;
  /** The cursor of a position in that list. */
  cursorAt(position: string): string;
  /** Cursors that are good wherever they are bound to, whoever of its readers asks. `open` throws `invalid-cursor`. */
  cursors: Cursors;
};

/** A body that is not a JSON record, with its headers. */
export type RawAnswer = { status?: number; body: string; headers: Record<string, string> };

/** What operations answer: a record, a page of a list, something raw, or nothing (204). */
export type OperationResult = Result | { page: Page<object> } | { raw: RawAnswer } | undefined;

export type Operation = {
  route: Route;
  run: (request: ApiRequest<Route>, context: RequestContext) => Promise<OperationResult>;
};

/** One operation: its route and what it does. The request is typed by the route's schemas and path. */
export const operation = <R extends Route>(
  route: R,
  run: (request: ApiRequest<R>, context: RequestContext) => Promise<OperationResult>,
): Operation => ({
  route,
  run: (request, context) => run(request as unknown as ApiRequest<R>, context),
});
