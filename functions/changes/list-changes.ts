import { listChanges as list } from "../../lib/changes/list.ts";
import { feedBound, positionOf, positionText } from "../../lib/changes/page.ts";
import { changesRoutes } from "../../lib/contract/routes/changes.ts";
import { limits } from "../../lib/vocabulary/limits.ts";
import { operation } from "../shared/operation.ts";

export const listChanges = operation(changesRoutes.listChanges, async ({ query, cursors }, context) => {
  const bound = feedBound(context.caller);
  const { number, mark } = positionOf(query.after === undefined ? undefined : cursors.open(query.after, bound));
  const page = await list(context, number, query.limit ?? limits.pageDefault, mark);
  const position = positionText({ number: page.last, mark: page.mark });
  return { record: { items: page.items, nextCursor: cursors.seal(position, bound) } };
});
