import type { Route } from "../../lib/contract/route.ts";
import type { Language } from "../../lib/webhooks/show.ts";
import type { ApiRequest } from "../shared/operation.ts";
import { languageOf } from "../shared/problem-response.ts";

/** The language in which it is told why a webhook is disabled. */
export const reasonsIn = (request: Pick<ApiRequest<Route>, "header">): Language =>
  languageOf(request.header("accept-language"));
