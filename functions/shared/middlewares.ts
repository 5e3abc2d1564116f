import type { MiddlewareObj } from "@middy/core";
import type { Context } from "aws-lambda";
import { Problem } from "../../lib/shared/problem.ts";
import type { ApiEvent, ApiResponse } from "./event.ts";
import { logFailure, logRequest } from "./log.ts";
import { problemResponse } from "./problem-response.ts";

/** Presents a problem to the caller. */
export type PresentProblem = (problem: Problem, event: ApiEvent) => ApiResponse;

type Middleware = MiddlewareObj<ApiEvent, ApiResponse, Error, Context>;

/** `after` and `onError` run from the last to the first: errors are mapped, then headers added, then the request logged as it was sent. */
export const middlewares = (present: PresentProblem = problemResponse): Middleware[] => [
  log(),
  respondToHead(),
  secureHeaders(),
  mapErrors(present),
];

/** Handles HEAD like GET and leaves out the body (RFC 9110 §9.3.2). */
const respondToHead = (): Middleware => {
  const heads = new WeakMap<ApiEvent, string>();
  const leaveOutBody: Middleware["after"] = ({ event, response }) => {
    const routeKey = heads.get(event);
    if (routeKey === undefined) return;
    Object.assign(event, { routeKey });
    if (response) delete response.body;
  };
  return {
    before: ({ event }) => {
      const { http } = event.requestContext;
      if (http.method !== "HEAD") return;
      heads.set(event, event.routeKey);
      event.routeKey = event.routeKey.replace(/^HEAD /, "GET ");
      http.method = "GET";
    },
    after: leaveOutBody,
    onError: leaveOutBody,
  };
};

/** Maps every error to a problem; unexpected errors are logged and returned as `internal`, without details. */
const mapErrors = (present: PresentProblem): Middleware => ({
  onError: (request) => {
    const { error, event } = request;
    if (!(error instanceof Problem)) logFailure(event, error);
    const problem = error instanceof Problem ? error : new Problem("internal");
    request.response = present(problem, event);
  },
});

/** Records are personal data: caches must not store them. A response may override these headers. */
const headers = {
  "cache-control": "private, no-store",
  "x-content-type-options": "nosniff",
  "strict-transport-security": "max-age=31536000; includeSubDomains",
  "referrer-policy": "no-referrer",
};

const secureHeaders = (): Middleware => {
  const add: Middleware["after"] = (request) => {
    if (request.response) request.response.headers = { ...headers, ...request.response.headers };
  };
  return { after: add, onError: add };
};

const log = (): Middleware => {
  const write: Middleware["after"] = ({ event, response }) => logRequest(event, response?.statusCode ?? 500);
  return { after: write, onError: write };
};
