import { dataSubjectsRoutes } from "../../lib/contract/routes/data-subjects.ts";
import { exportMember as collect } from "../../lib/data-subjects/export.ts";
import { operation } from "../shared/operation.ts";

export const exportMember = operation(dataSubjectsRoutes.exportMember, ({ params }, context) =>
  collect(context, params.memberId),
);
