import { dataSubjectsRoutes } from "../../lib/contract/routes/data-subjects.ts";
import { getErasure as get } from "../../lib/data-subjects/request.ts";
import { operation } from "../shared/operation.ts";

export const getErasure = operation(dataSubjectsRoutes.getErasure, ({ params }, context) =>
  get(context, params.memberId),
);
