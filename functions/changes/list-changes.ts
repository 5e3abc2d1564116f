import { listChanges as list } from "../../lib/changes/list.ts";
import { feedBound, numberOf } from "../../lib/changes/page.ts";
import { limits } from "../../lib/contract/limits.ts";
import { changesRoutes } from "../../lib/contract/routes/changes.ts";
import { operation } from "../shared/operation.ts";

export const listChanges = operation(changesRoutes.listChanges, async ({ query, cursors }, work) => {
  const bound = feedBound(work.caller);
  const after = numberOf(query.after === undefined ? undefined : cursors.open(query.after, bound));
  const { items, last } = await list(work, after, query.limit ?? limits.pageDefault);
  return { record: { items, nextCursor: cursors.seal(String(last), bound) } };
});
