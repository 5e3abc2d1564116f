import { feedBound, positionOf } from "../changes/page.ts";
import type { Outcome, RequestContext } from "../records/request-context.ts";
import { retryOnConflict } from "../records/retry-on-conflict.ts";
import { Problem } from "../shared/problem.ts";
import type { Cursors } from "../table/cursor.ts";
import { replace } from "../table/write.ts";
import { type StoredWebhook, webhookItemOf } from "./items.ts";
import { requireWebhook } from "./see.ts";
import { type Language, webhookOutcome } from "./show.ts";
import { changeState, ends } from "./state.ts";

/** What the cursors of the feed are bound to as clients of the webhook's own organisation read it. */
const boundOf = ({ record, tenantId }: StoredWebhook) =>
  feedBound({ path: record.organisationId === undefined ? [] : [tenantId, record.organisationId] });

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
): Promise<Outcome> =>
  retryOnConflict(
    ({ code }) => code === "write-conflict",
    async () => {
      const found = await requireWebhook(context, id);
      const { number: position } = positionOf(after === undefined ? undefined : cursors.open(after, boundOf(found)));
      const { disabledReason: _, ...kept } = found.record;
      const version = found.version + 1;
      const record = { ...kept, status: "enabled", updatedAt: context.now } as const;
      const set = { position, revision: version };
      const writes = [
        replace(webhookItemOf({ ...found, record, version }), found.version, () => new Problem("write-conflict")),
        changeState(id, { set, remove: ends.failing }),
      ];
      return context.commit(writes, webhookOutcome({ record, version }, language));
    },
  );
