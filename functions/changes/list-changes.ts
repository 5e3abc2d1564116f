import { listChanges as list } from "../../lib/changes/list.ts";
import { feedCursorBinding, formatPosition, parsePosition } from "../../lib/changes/page.ts";
import { changesRoutes } from "../../lib/contract/routes/changes.ts";
import { limits } from "../../lib/vocabulary/limits.ts";
import { operation } from "../shared/operation.ts";

export const listChanges = operation(changesRoutes.listChanges, async ({ query, cursors }, context) => {
  const bound = feedCursorBinding(context.caller);
  const { number, hashPrefix: mark } = parsePosition(
    query.after === undefined ? undefined : cursors.open(query.after, bound),
  );
  const page = await list(context, number, query.limit ?? limits.pageDefault, mark);
  const position = formatPosition({ number: page.last, hashPrefix: page.hashPrefix });
  return { record: { items: page.items, nextCursor: cursors.seal(position, bound) } };
});
