import type { IncludedItem } from "../meetings/include.ts";
import { requireMeetingAnd } from "../meetings/reads.ts";
import type { Meeting } from "../meetings/schema.ts";
import type { RequestContext, Result } from "../records/request-context.ts";
import type { Stored } from "../records/versions.ts";
import { notFound } from "../shared/problem.ts";
import { keys } from "../table/keys.ts";
import { readArticle, type StoredArticle } from "./items.ts";

/** The article of a meeting, if it has one, with the meeting, in one round trip. Throws 404. */
export const getMeetingAndArticle = async (
  context: RequestContext,
  meetingId: string,
): Promise<{ meeting: Stored<Meeting>; article: StoredArticle | undefined }> => {
  const { meeting, items } = await requireMeetingAnd(context, meetingId, [keys.article(meetingId)]);
  return { meeting, article: items[0] && readArticle(items[0]) };
};

/** An article with its meeting. Throws 404, also where only the article is absent. */
export const requireArticle = async (context: RequestContext, meetingId: string) => {
  const { meeting, article } = await getMeetingAndArticle(context, meetingId);
  if (!article) throw notFound();
  return { meeting, article };
};

/** The article of a meeting. Throws 404. */
export const getArticle = async (context: RequestContext, meetingId: string): Promise<Result> =>
  (await requireArticle(context, meetingId)).article;

/** The article as a part of its meeting; null where there is none. */
export const includedArticle: IncludedItem = {
  key: keys.article,
  present: (item) => (item ? readArticle(item).record : null),
};
