import { serve } from "../shared/http.ts";
import { getStatistics } from "./get-statistics.ts";

export const handler = serve({ getStatistics });
