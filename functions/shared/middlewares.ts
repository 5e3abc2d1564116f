import type { MiddlewareObj } from "@middy/core";
import type { Context } from "aws-lambda";
import { Problem } from "../../lib/shared/problem.ts";
import type { ApiAnswer, ApiEvent } from "./event.ts";
import { logFailure, logRequest } from "./log.ts";
import { problemAnswer } from "./problem-response.ts";

type Middleware = MiddlewareObj<ApiEvent, ApiAnswer, Error, Context>;

/** `after` and `onError` run from the last to the first: the error is mapped first, then headed, then logged. */
export const middlewares = (): Middleware[] => [log(), secureHeaders(), mapErrors()];

/** Every error becomes a problem; what we did not foresee is logged and shown as `internal`, telling nothing. */
const mapErrors = (): Middleware => ({
  onError: (request) => {
    const { error, event } = request;
    if (!(error instanceof Problem)) logFailure(event, error);
    const problem = error instanceof Problem ? error : new Problem("internal");
    request.response = problemAnswer(problem, event);
  },
});

/** Records are personal: nothing on the way keeps them, and no browser guesses at them. An answer may say otherwise. */
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
