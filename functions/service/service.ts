import { routeKey } from "../../lib/contract/route.ts";
import { serviceRoutes } from "../../lib/contract/routes/service.ts";
import { Problem } from "../../lib/shared/problem.ts";
import type { ApiAnswer, ApiEvent } from "../shared/event.ts";
import { readQuery } from "../shared/query.ts";
import type { Document } from "./docs/document.ts";
import { docsPage, pagePolicy } from "./docs/page.ts";
import { methodsAt } from "./paths.ts";

/** Seconds that the document and its page may be kept: they change only with a deployment. */
const kept = "public, max-age=300";

/** What the service says of itself; whatever else is asked for is answered as unknown. It uses no table. */
export const createService = (document: Document) => {
  const page = once(() => docsPage(document));
  const json = once(() => JSON.stringify(document));
  const answers = new Map<
    string,
    { route: (typeof serviceRoutes)[keyof typeof serviceRoutes]; answer: () => ApiAnswer }
  >([
    [routeKey(serviceRoutes.getHealth), { route: serviceRoutes.getHealth, answer: () => healthy }],
    [routeKey(serviceRoutes.getOpenApi), { route: serviceRoutes.getOpenApi, answer: () => documentAnswer(json()) }],
    [routeKey(serviceRoutes.getDocs), { route: serviceRoutes.getDocs, answer: () => pageAnswer(page()) }],
  ]);
  return async (event: ApiEvent): Promise<ApiAnswer> => {
    const found = answers.get(event.routeKey);
    if (!found) throw unknown(document, event.rawPath);
    readQuery(event, found.route);
    return found.answer();
  };
};

const healthy: ApiAnswer = {
  statusCode: 200,
  headers: { "content-type": "application/json; charset=utf-8" },
  body: JSON.stringify({ status: "ok" }),
};

const documentAnswer = (body: string): ApiAnswer => ({
  statusCode: 200,
  headers: { "content-type": "application/json; charset=utf-8", "cache-control": kept },
  body,
});

const pageAnswer = (body: string): ApiAnswer => ({
  statusCode: 200,
  headers: {
    "content-type": serviceRoutes.getDocs.contentType,
    "cache-control": kept,
    "content-security-policy": pagePolicy,
  },
  body,
});

/** A known path asked with another method says which it has (RFC 9110 §15.5.6). */
const unknown = ({ paths }: Document, path: string): Problem => {
  const allow = methodsAt(paths, path);
  return allow.length > 0 ? new Problem("method-not-allowed", { allow }) : new Problem("unknown-path");
};

const once = (make: () => string) => {
  let made: string | undefined;
  return () => {
    made ??= make();
    return made;
  };
};
