import { statisticsRoutes } from "../../lib/contract/routes/statistics.ts";
import { getStatistics } from "../../lib/organisations/reads.ts";
import { operation } from "../shared/operation.ts";

/** Every operation of this function by its name. */
export const operations = {
  getStatistics: operation(statisticsRoutes.getStatistics, ({ params, query }, context) =>
    getStatistics(context, params.organisationId, query.asOf),
  ),
};
