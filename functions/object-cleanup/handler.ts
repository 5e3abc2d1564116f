import { instantOf } from "../../lib/shared/days.ts";
import { dependencies } from "../shared/dependencies.ts";
import { photoPlaces } from "../shared/photo-storage.ts";
import { createObjectCleanup } from "./clear-photos.ts";

export const handler = createObjectCleanup(() => {
  const { table, clock } = dependencies();
  return { table, ...photoPlaces(), now: instantOf(clock()) };
});
