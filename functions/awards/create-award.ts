import { createAward as create } from "../../lib/awards/write.ts";
import { awardsRoutes } from "../../lib/contract/routes/awards.ts";
import { operation } from "../shared/operation.ts";
import { warningsIn } from "./language.ts";

export const createAward = operation(awardsRoutes.createAward, (request, context) =>
  create(context, request.validation(), warningsIn(request)),
);
