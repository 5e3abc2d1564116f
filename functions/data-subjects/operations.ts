import { dataSubjectsRoutes } from "../../lib/contract/routes/data-subjects.ts";
import { exportMember } from "../../lib/data-subjects/export.ts";
import { getErasure, requestErasure } from "../../lib/data-subjects/requests.ts";
import { operation } from "../shared/operation.ts";

/** Every operation of this function by its name. */
export const operations = {
  exportMember: operation(dataSubjectsRoutes.exportMember, ({ params }, context) =>
    exportMember(context, params.memberId),
  ),
  eraseMember: operation(dataSubjectsRoutes.eraseMember, ({ params, precondition }, context) =>
    requestErasure(context, params.memberId, precondition),
  ),
  getErasure: operation(dataSubjectsRoutes.getErasure, ({ params }, context) => getErasure(context, params.memberId)),
};
