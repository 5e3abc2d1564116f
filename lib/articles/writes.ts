import type { Meeting } from "../meetings/schema.ts";
import type { RequestContext, Result } from "../records/request-context.ts";
import { retryOnConflict } from "../records/retry-on-conflict.ts";
import type { InputValidation } from "../shared/input-validation.ts";
import { inputOf } from "../shared/merge-patch.ts";
import { checkIfMatch, type Precondition, requireIfMatch } from "../shared/precondition.ts";
import { notFound, Problem } from "../shared/problem.ts";
import { sameContent } from "../shared/same.ts";
import { keys } from "../table/keys.ts";
import type { Item } from "../table/write.ts";
import { type StoredArticle, saveArticleWrites } from "./items.ts";
import { getMeetingAndArticle, requireArticle } from "./reads.ts";
import { type Article, type ArticleInput, articleInput } from "./schema.ts";
import { firstFreeSlug, slugCandidates } from "./slugs.ts";

/** What a PATCH makes of the input that the record has now. */
export type Change = (current: Partial<ArticleInput>) => InputValidation<ArticleInput>;

type Found = {
  meeting: Meeting;
  article: StoredArticle | undefined;
  /** Slugs that the headline may give, best first, and who has the best. */
  slugs: string[];
  best: (Item | undefined)[];
};

/** Article, meeting, and who has the slug that a headline gives, unless another has it. */
const loadForWrite = async (
  context: RequestContext,
  meetingId: string,
  headline: string | undefined,
): Promise<Found> => {
  const slugs = headline === undefined ? [] : slugCandidates(headline, meetingId);
  const [found, best] = await Promise.all([
    getMeetingAndArticle(context, meetingId),
    context.table.getMany(slugs.slice(0, 1).map(keys.slug)),
  ]);
  return { ...found, slugs, best };
};

/** Another write was faster: at the article, its slug or its meeting. What was read is read again. */
const isOvertaken = ({ code }: Problem) => code === "write-conflict";

/** Makes or replaces the article of a meeting. Throws 404, 412, `invalid-input`. */
export const putArticle = (
  context: RequestContext,
  meetingId: string,
  precondition: Precondition | undefined,
  validation: InputValidation<ArticleInput>,
): Promise<Result> =>
  retryOnConflict(isOvertaken, async () => {
    const found = await loadForWrite(context, meetingId, validation.value.headline);
    checkIfMatch(precondition, found.article?.version);
    return save(context, found, validation.valueOrThrow(), precondition);
  });

/** Changes the article of a meeting. Throws 404, 428, 412, `invalid-input`. */
export const updateArticle = (
  context: RequestContext,
  meetingId: string,
  precondition: Precondition | undefined,
  change: Change,
): Promise<Result> =>
  retryOnConflict(isOvertaken, async () => {
    // The headline asked for stands in the patch, whatever the record says.
    const found = await loadForWrite(context, meetingId, change({}).value.headline);
    if (!found.article) throw notFound();
    requireIfMatch(precondition, found.article.version);
    const input = change(inputOf(articleInput, found.article.record)).valueOrThrow();
    return save(context, found, input, precondition);
  });

/** The slug follows the headline until the article is published, and then stays. Who has the further ones is read where it takes them. */
const slugFor = async (
  context: RequestContext,
  { meeting, article, slugs, best }: Found,
  headline: string,
): Promise<string> => {
  if (article && (article.record.publishedAt !== undefined || article.record.headline === headline))
    return article.record.slug;
  const free = firstFreeSlug(slugs.slice(0, 1), best, meeting.id);
  if (free !== undefined) return free;
  const others = slugs.slice(1);
  const found = firstFreeSlug(others, await context.table.getMany(others.map(keys.slug)), meeting.id);
  if (found === undefined) throw new TypeError("A slug with an id in it is taken");
  return found;
};

const save = async (
  context: RequestContext,
  found: Found,
  input: ArticleInput,
  precondition: Precondition | undefined,
): Promise<Result> => {
  const { meeting, article } = found;
  const { id, createdAt, status, publishedAt } = article?.record ?? newRecord(context);
  const record: Article = {
    ...input,
    id,
    meetingId: meeting.id,
    language: input.language ?? "vi",
    slug: await slugFor(context, found, input.headline),
    status,
    publishedAt,
    createdAt,
    updatedAt: article?.record.updatedAt ?? context.now,
  };
  if (article && sameContent(record, article.record)) return article;
  const after = { record: { ...record, updatedAt: context.now }, version: (article?.version ?? 0) + 1 };
  // Who named no version has seen none that could be stale.
  const onConditionFailed = () => new Problem(precondition ? "stale" : "write-conflict");
  return context.commit(saveArticleWrites(article, after, meeting, onConditionFailed), { ...after, created: !article });
};

type Kept = Pick<Article, "id" | "createdAt" | "status" | "publishedAt">;
const newRecord = (context: RequestContext): Kept => ({ id: context.newId(), createdAt: context.now, status: "draft" });

/** Publishes the article of a public meeting; one that is published stays as it is. Throws 404, or 409 `meeting-not-public`. */
export const publishArticle = (context: RequestContext, meetingId: string): Promise<Result> =>
  setStatus(context, meetingId, "published");

/** Takes a page away; the article stays as a draft, with its slug. Harmless where it is one. Throws 404. */
export const unpublishArticle = (context: RequestContext, meetingId: string): Promise<Result> =>
  setStatus(context, meetingId, "draft");

const setStatus = (context: RequestContext, meetingId: string, status: Article["status"]): Promise<Result> =>
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
      return context.commit(saveArticleWrites(article, after, meeting), after);
    },
  );
