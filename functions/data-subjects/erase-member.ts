import { dataSubjectsRoutes } from "../../lib/contract/routes/data-subjects.ts";
import { requestErasure } from "../../lib/data-subjects/request.ts";
import { operation } from "../shared/operation.ts";

export const eraseMember = operation(dataSubjectsRoutes.eraseMember, ({ params }, context) =>
  requestErasure(context, params.memberId),
);
