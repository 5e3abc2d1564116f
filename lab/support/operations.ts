import { operations as changes } from "../../functions/changes/operations.ts";
import { operations as dataSubjects } from "../../functions/data-subjects/operations.ts";
import { operations as statistics } from "../../functions/statistics/operations.ts";
import { operations as simulated } from "../../test/simulation/environment/server.ts";

/** Operations of all functions in one object, to be served on any table. */
export const operations = { ...simulated, ...changes, ...dataSubjects, ...statistics };
