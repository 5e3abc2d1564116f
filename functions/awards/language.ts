import type { Language } from "../../lib/awards/warnings.ts";
import type { Route } from "../../lib/contract/route.ts";
import type { ApiRequest } from "../shared/operation.ts";
import { languageOf } from "../shared/problem-answer.ts";

/** The language that warnings are told in. */
export const warningsIn = (request: Pick<ApiRequest<Route>, "header">): Language =>
  languageOf(request.header("accept-language"));
