import type * as z from "zod/mini";
import type { Route } from "../../lib/contract/route.ts";
import type { RequestContext, Result } from "../../lib/records/request-context.ts";
import type { InputValidation } from "../../lib/shared/input-validation.ts";
import type { Precondition } from "../../lib/shared/precondition.ts";
import type { Cursors } from "../../lib/table/cursor.ts";
import type { Page, PageRequest } from "../../lib/table/page.ts";
import type { Language } from "../../lib/vocabulary/language.ts";

/** The parameters of a path. */
type ParameterNames<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? Name | ParameterNames<Rest>
  : never;

type OutputOf<S, Otherwise> = S extends z.ZodMiniType<infer T> ? T : Otherwise;
type BodyOf<R extends Route> = OutputOf<R["body"], object> & object;

/** A request, typed by its route. */
export type ApiRequest<R extends Route> = {
  params: Record<ParameterNames<R["path"]>, string>;
  query: OutputOf<R["query"], undefined>;
  /** The body, parsed by the schema of the route. */
  validation(): InputValidation<BodyOf<R>>;
  /** The merge patch of the body, applied to the current input of the record. */
  change(current: object): InputValidation<BodyOf<R>>;
  /** Fields of a form body. Throws 413 and 415. */
  form(): URLSearchParams;
  /** A header by its lower-case name. */
  header(name: string): string | undefined;
  /** The IP address of the caller. */
  sourceAddress: string;
  /** The language that `Accept-Language` prefers. */
  language: Language;
  precondition: Precondition | undefined;
  /** Limit and cursor of the requested page. */
  page(): PageRequest;
  /** The cursor of a position in the list. */
  cursorAt(position: string): string;
  /** Raw cursor codec, not bound to this client or query. `open` throws `invalid-cursor`. */
  cursors: Cursors;
};

/** A response that is not a JSON record. */
export type RawResponse = { status?: number; body: string; headers: Record<string, string> };

/** A record, a page of a list, a raw response, or no body (204). */
export type OperationResult = Result | { page: Page<object> } | { raw: RawResponse } | undefined;

export type Operation = {
  route: Route;
  run: (request: ApiRequest<Route>, context: RequestContext) => Promise<OperationResult>;
};

/** Defines an operation; its request is typed by the schemas and the path of the route. */
export const operation = <R extends Route>(
  route: R,
  run: (request: ApiRequest<R>, context: RequestContext) => Promise<OperationResult>,
): Operation => ({
  route,
  run: (request, context) => run(request as unknown as ApiRequest<R>, context),
});

/** Defines an operation that returns a page of a list. */
export const listOperation = <R extends Route>(
  route: R,
  list: (request: ApiRequest<R>, context: RequestContext) => Promise<Page<object>>,
): Operation => operation(route, async (request, context) => ({ page: await list(request, context) }));
