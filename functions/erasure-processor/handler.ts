import { instantOf } from "../../lib/shared/days.ts";
import { dependencies } from "../shared/dependencies.ts";
import { readVariable } from "../shared/environment.ts";
import { photoPlaces } from "../shared/photo-storage.ts";
import { send } from "../shared/queues.ts";
import { createEraseMembers } from "./erase-members.ts";

export const handler = createEraseMembers(() => {
  const { table, clock, hashExternalId } = dependencies();
  const erasuresPrefix = readVariable("ERASURES_PREFIX");
  return { table, ...photoPlaces(), erasuresPrefix, hashExternalId, now: instantOf(clock()) };
}, send);
