import { listAudit } from "../../lib/changes/audit.ts";
import { feedCursorBinding, formatPosition, listChanges, parsePosition } from "../../lib/changes/feed.ts";
import { changesRoutes } from "../../lib/contract/routes/changes.ts";
import { limits } from "../../lib/vocabulary/limits.ts";
import { listOperation, operation } from "../shared/operation.ts";

/** Every operation of this function by its name. */
export const operations = {
  listChanges: operation(changesRoutes.listChanges, async ({ query, cursors }, context) => {
    const binding = feedCursorBinding(context.caller);
    const { number, hashPrefix } = parsePosition(
      query.after === undefined ? undefined : cursors.open(query.after, binding),
    );
    const page = await listChanges(context, { after: number, limit: query.limit ?? limits.pageDefault, hashPrefix });
    const position = formatPosition({ number: page.last, hashPrefix: page.hashPrefix });
    return { record: { items: page.items, nextCursor: cursors.seal(position, binding) } };
  }),
  listAudit: listOperation(changesRoutes.listAudit, ({ query, page }, context) => listAudit(context, query, page())),
};
