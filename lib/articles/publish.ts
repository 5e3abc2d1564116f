import type { Outcome, RequestContext } from "../records/request-context.ts";
import { retryOnConflict } from "../records/retry-on-conflict.ts";
import { Problem } from "../shared/problem.ts";
import { requireArticle } from "./find.ts";
import type { Article } from "./schema.ts";
import { articleWritten } from "./store.ts";

/** Publishes the article of a public meeting; one that is published stays as it is. Throws 404, or 409 `meeting-not-public`. */
export const publishArticle = (context: RequestContext, meetingId: string): Promise<Outcome> =>
  turn(context, meetingId, "published");

/** Takes a page away; the article stays as a draft, with its slug. Harmless where it is one. Throws 404. */
export const unpublishArticle = (context: RequestContext, meetingId: string): Promise<Outcome> =>
  turn(context, meetingId, "draft");

const turn = (context: RequestContext, meetingId: string, status: Article["status"]): Promise<Outcome> =>
  retryOnConflict(
    ({ code }) => code === "write-conflict",
    async () => {
      const { meeting, article } = await requireArticle(context, meetingId);
      const { record, version } = article;
      if (status === "published" && meeting.visibility !== "public") throw new Problem("meeting-not-public");
      // Nothing to write but that the request has been answered.
      if (record.status === status) return context.commit([], { record, version });
      const publishedAt = status === "published" ? (record.publishedAt ?? context.now) : record.publishedAt;
      const after = { record: { ...record, status, publishedAt, updatedAt: context.now }, version: version + 1 };
      return context.commit(articleWritten(article, after, meeting), after);
    },
  );
