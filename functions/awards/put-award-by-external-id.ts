import { putAwardByExternalId as put } from "../../lib/awards/put.ts";
import { awardsRoutes } from "../../lib/contract/routes/awards.ts";
import { operation } from "../shared/operation.ts";
import { warningsIn } from "./language.ts";

export const putAwardByExternalId = operation(awardsRoutes.putAwardByExternalId, (request, work) =>
  put(work, request.params, request.ifMatch, request.draft(), warningsIn(request)),
);
