import { routeKey } from "../../lib/contract/route.ts";
import { serviceRoutes } from "../../lib/contract/routes/service.ts";
import { Problem } from "../../lib/shared/problem.ts";
import type { ApiEvent, ApiResponse } from "../shared/event.ts";
import { readQuery } from "../shared/query.ts";
import type { OpenApiDocument } from "./docs/document.ts";
import { docsPage, pagePolicy } from "./docs/page.ts";

/** A path that the API knows, with its methods. */
export type KnownPaths = Readonly<Record<string, object>>;

/** The methods that stand at a path, of every template it fits; none where there is nothing. */
const methodsAt = (paths: KnownPaths, path: string): string[] => {
  const fitting = Object.entries(paths).filter(([template]) => fits(template, path));
  const methods = fitting.flatMap(([, operations]) => Object.keys(operations).map((method) => method.toUpperCase()));
  return [...new Set(methods)].sort();
};

const fits = (template: string, path: string): boolean => {
  const wanted = template.split("/");
  const given = path.split("/");
  return (
    wanted.length === given.length &&
    wanted.every((part, i) => part === given[i] || (part.startsWith("{") && given[i] !== ""))
  );
};

/** Seconds that the document and its page may be kept: they change only with a deployment. */
const documentCache = "public, max-age=300";

/** What the service says of itself; whatever else is asked for is answered as unknown. It uses no table. */
export const createService = (document: OpenApiDocument) => {
  const page = lazy(() => docsPage(document));
  const json = lazy(() => JSON.stringify(document));
  const answers = new Map<
    string,
    { route: (typeof serviceRoutes)[keyof typeof serviceRoutes]; answer: () => ApiResponse }
  >([
    [routeKey(serviceRoutes.getHealth), { route: serviceRoutes.getHealth, answer: () => healthy }],
    [routeKey(serviceRoutes.getOpenApi), { route: serviceRoutes.getOpenApi, answer: () => documentResponse(json()) }],
    [routeKey(serviceRoutes.getDocs), { route: serviceRoutes.getDocs, answer: () => pageResponse(page()) }],
  ]);
  return async (event: ApiEvent): Promise<ApiResponse> => {
    const found = answers.get(event.routeKey);
    if (!found) throw unknownPathProblem(document, event.rawPath);
    readQuery(event, found.route);
    return found.answer();
  };
};

const healthy: ApiResponse = {
  statusCode: 200,
  headers: { "content-type": "application/json; charset=utf-8" },
  body: JSON.stringify({ status: "ok" }),
};

const documentResponse = (body: string): ApiResponse => ({
  statusCode: 200,
  headers: { "content-type": "application/json; charset=utf-8", "cache-control": documentCache },
  body,
});

const pageResponse = (body: string): ApiResponse => ({
  statusCode: 200,
  headers: {
    "content-type": serviceRoutes.getDocs.contentType,
    "cache-control": documentCache,
    "content-security-policy": pagePolicy,
  },
  body,
});

/** A known path asked with another method says which it has (RFC 9110 §15.5.6). */
const unknownPathProblem = ({ paths }: OpenApiDocument, path: string): Problem => {
  const allow = methodsAt(paths, path);
  return allow.length > 0 ? new Problem("method-not-allowed", { allow }) : new Problem("unknown-path");
};

const lazy = (make: () => string) => {
  let made: string | undefined;
  return () => {
    made ??= make();
    return made;
  };
};
