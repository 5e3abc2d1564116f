import { statisticsRoutes } from "../../lib/contract/routes/statistics.ts";
import { getStatistics as get } from "../../lib/statistics/reads.ts";
import { operation } from "../shared/operation.ts";

export const getStatistics = operation(statisticsRoutes.getStatistics, (request, context) =>
  get(context, request.params.organisationId, request.query.asOf),
);
