import { serve } from "../shared/http.ts";
import { presentPageProblem } from "./errors.ts";
import { createPageOperations } from "./operations.ts";
import { site } from "./site.ts";

export const handler = serve(createPageOperations(site), { presentProblem: presentPageProblem });
