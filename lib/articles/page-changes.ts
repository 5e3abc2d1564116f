import { Problem } from "../shared/problem.ts";
import { keys, lists } from "../table/keys.ts";
import type { Table } from "../table/table.ts";
import { type Item, idempotentUpdate } from "../table/write.ts";

const isShown = (photo: Item | undefined) => photo?.visibility === "public" && photo.status === "ready";

/** The meeting whose page a changed photo was or is on; undefined for a photo that the page does not show. */
export const meetingOfShownPhoto = (before: Item | undefined, after: Item | undefined): string | undefined => {
  const shown = [after, before].find(isShown);
  const isChanged = before?.version !== after?.version;
  return shown && isChanged ? String(shown.meetingId) : undefined;
};

/** Moves the time of the last change of an event whose photos changed, unless it is not listed or has changed since. */
export const touchEvent = async (table: Pick<Table, "write">, meetingId: string, at: string): Promise<void> => {
  const write = idempotentUpdate(
    keys.article(meetingId),
    {
      update: "SET changedAt = :at",
      values: { ":at": at, ":events": lists.events },
      condition: { expression: "inTenant = :events AND (attribute_not_exists(changedAt) OR changedAt < :at)" },
    },
    () => new Problem("not-found"),
  );
  await table.write([write]).catch((error: unknown) => {
    if (!(error instanceof Problem && error.code === "not-found")) throw error;
  });
};
