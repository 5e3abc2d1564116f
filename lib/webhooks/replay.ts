import { feedCursorBinding, parsePosition } from "../changes/feed.ts";
import type { RequestContext, Result } from "../records/request-context.ts";
import { retryOnConflict } from "../records/retry-on-conflict.ts";
import { Problem } from "../shared/problem.ts";
import type { Cursors } from "../table/cursor.ts";
import { replace } from "../table/write.ts";
import { type StoredWebhook, webhookItemOf } from "./items.ts";
import { requireWebhook } from "./see.ts";
import { type Language, webhookResult } from "./show.ts";
import { stateFields, updateState } from "./state.ts";

/** What the cursors of the feed are bound to as clients of the webhook's own organisation read it. */
const cursorBindingOf = ({ record, tenantId }: StoredWebhook) =>
  feedCursorBinding({ path: record.organisationId === undefined ? [] : [tenantId, record.organisationId] });

/**
 * Sets a webhook back to a place in its feed, the beginning without one, and enables it. Its new version is what starts it.
 * Throws 404, and `invalid-cursor` for what is no cursor of the feed of its organisation.
 */
export const replayWebhook = (
  context: RequestContext,
  id: string,
  after: string | undefined,
  cursors: Cursors,
  language: Language,
): Promise<Result> =>
  retryOnConflict(
    ({ code }) => code === "write-conflict",
    async () => {
      const found = await requireWebhook(context, id);
      const { number: position } = parsePosition(
        after === undefined ? undefined : cursors.open(after, cursorBindingOf(found)),
      );
      const { disabledReason: _, ...kept } = found.record;
      const version = found.version + 1;
      const record = { ...kept, status: "enabled", updatedAt: context.now } as const;
      const set = { position, revision: version };
      const writes = [
        replace(webhookItemOf({ ...found, record, version }), found.version, () => new Problem("write-conflict")),
        updateState(id, { set, remove: stateFields.failing }),
      ];
      return context.commit(writes, webhookResult({ record, version }, language));
    },
  );
