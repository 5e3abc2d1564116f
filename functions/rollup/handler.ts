import { dependencies } from "../shared/dependencies.ts";
import { createCarryTallies } from "./carry-tallies.ts";

export const handler = createCarryTallies(dependencies);
