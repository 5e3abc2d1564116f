import { routeKey } from "../../lib/contract/route.ts";
import { serviceRoutes } from "../../lib/contract/routes/service.ts";
import { Problem } from "../../lib/shared/problem.ts";
import { type ApiEvent, type ApiResponse, header } from "../shared/event.ts";
import { languageOf } from "../shared/problem-response.ts";
import { readQuery } from "../shared/query.ts";
import { withoutSlash } from "../shared/without-slash.ts";
import type { OpenApiDocument } from "./docs/document.ts";
import { docsPage, pagePolicy } from "./docs/page.ts";
import { homePage } from "./home-page.ts";

const json = "application/json; charset=utf-8";
/** Document and page change only with a deployment. */
const cached = { "cache-control": "public, max-age=300" };

/** Home page, health check, OpenAPI document and documentation page; any other path is unknown. It uses no table. */
export const createService = (document: OpenApiDocument) => {
  const page = lazy(() => docsPage(document));
  const text = lazy(() => JSON.stringify(document));
  const { getHome, getHealth, getOpenApi, getDocs } = serviceRoutes;
  const pageHeaders = { ...cached, "content-type": getDocs.contentType, "content-security-policy": pagePolicy };
  const home = (event: ApiEvent) => {
    const language = languageOf(header(event, "accept-language"), "vi");
    return respond(homePage(language), { ...pageHeaders, "content-language": language, vary: "accept-language" });
  };
  const operations = [
    { route: getHome, run: home },
    { route: getHealth, run: () => respond(JSON.stringify({ status: "ok" }), { "content-type": json }) },
    { route: getOpenApi, run: () => respond(text(), { ...cached, "content-type": json }) },
    { route: getDocs, run: () => respond(page(), pageHeaders) },
  ];
  return async (event: ApiEvent): Promise<ApiResponse> => {
    const found = operations.find(({ route }) => routeKey(route) === event.routeKey);
    if (!found && isOpenButForSlash(document, event)) return withoutSlash(event);
    if (!found) throw unknownPathProblem(document, event.rawPath);
    readQuery(event, found.route);
    return found.run(event);
  };
};

const respond = (body: string, headers: Record<string, string>): ApiResponse => ({ statusCode: 200, headers, body });

/** An open page that people wrote with a slash at the end, such as `/events/`. */
const isOpenButForSlash = ({ paths }: OpenApiDocument, { rawPath, requestContext: { http } }: ApiEvent): boolean =>
  http.method === "GET" && rawPath.endsWith("/") && methodsAt(paths, rawPath.slice(0, -1)).includes("HEAD");

/** 405 with the allowed methods of a known path (RFC 9110 §15.5.6), otherwise 404. */
const unknownPathProblem = ({ paths }: OpenApiDocument, path: string): Problem => {
  const allow = methodsAt(paths, path);
  return allow.length > 0 ? new Problem("method-not-allowed", { allow }) : new Problem("unknown-path");
};

/** The methods of every path template that matches a path. */
const methodsAt = (paths: OpenApiDocument["paths"], path: string): string[] => {
  const matching = Object.entries(paths).filter(([template]) => matches(template, path));
  const methods = matching.flatMap(([, operations]) =>
    Object.entries(operations).flatMap(([method, { security }]) =>
      // Open paths respond to HEAD too.
      method === "get" && security?.length === 0 ? ["GET", "HEAD"] : [method.toUpperCase()],
    ),
  );
  return [...new Set(methods)].sort();
};

const matches = (template: string, path: string): boolean => {
  const expected = template.split("/");
  const actual = path.split("/");
  return (
    expected.length === actual.length &&
    expected.every((part, i) => part === actual[i] || (part.startsWith("{") && actual[i] !== ""))
  );
};

const lazy = (create: () => string) => {
  let created: string | undefined;
  return () => {
    created ??= create();
    return created;
  };
};
