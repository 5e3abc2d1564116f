import { putAwardByExternalId as put } from "../../lib/awards/put.ts";
import { awardsRoutes } from "../../lib/contract/routes/awards.ts";
import { operation } from "../shared/operation.ts";
import { warningsIn } from "./language.ts";

export const putAwardByExternalId = operation(awardsRoutes.putAwardByExternalId, (request, context) =>
  put(context, request.params, request.ifMatch, request.validation(), warningsIn(request)),
);
