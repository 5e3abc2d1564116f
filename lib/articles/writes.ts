import type { Meeting } from "../meetings/schema.ts";
import { patchedInput, type RecordUpdate } from "../records/conditional-writes.ts";
import type { RequestContext, Result } from "../records/request-context.ts";
import type { Stored } from "../records/versions.ts";
import type { InputValidation } from "../shared/input-validation.ts";
import { sameContent } from "../shared/merge-patch.ts";
import { checkPrecondition, type Precondition } from "../shared/precondition.ts";
import { notFound, Problem } from "../shared/problem.ts";
import { keys } from "../table/keys.ts";
import type { Item } from "../table/write.ts";
import { type StoredArticle, saveArticleWrites } from "./items.ts";
import { getMeetingAndArticle, requireArticle } from "./reads.ts";
import { type Article, type ArticleInput, articleInput } from "./schema.ts";
import { firstFreeSlug, slugCandidates } from "./slugs.ts";

type Found = {
  meeting: Stored<Meeting>;
  article: StoredArticle | undefined;
  /** Candidate slugs of the headline, best first, and the guard of the first. */
  slugs: string[];
  best: (Item | undefined)[];
};

/** Loads the article, its meeting, and the guard of the best slug of a headline. */
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

/** Throws `forbidden` for a change of what is published by a client that may not publish. */
const requireMayChange = ({ caller }: RequestContext, article: Found["article"]): void => {
  if (article?.record.status === "published" && !caller.scopes.includes("dangbo/publish"))
    throw new Problem("forbidden");
};

/** Creates or replaces the article of a meeting. Throws 404, 403 for a published one, 412, `invalid-input`. */
export const putArticle = async (
  context: RequestContext,
  meetingId: string,
  { precondition, validation }: { precondition: Precondition | undefined; validation: InputValidation<ArticleInput> },
): Promise<Result> => {
  const found = await loadForWrite(context, meetingId, validation.value.headline);
  requireMayChange(context, found.article);
  checkPrecondition(precondition, found.article?.version);
  validation.checkReadOnly(found.article?.record);
  return saveArticle(context, found, { input: validation.valueOrThrow(), precondition });
};

/** Updates the article of a meeting. Throws 404, 403 for a published one, 428, 412, `invalid-input`. */
export const updateArticle = async (
  context: RequestContext,
  meetingId: string,
  update: RecordUpdate<ArticleInput>,
): Promise<Result> => {
  // The slug of a headline in the patch is read in parallel with the record.
  const found = await loadForWrite(context, meetingId, update.change({}).value.headline);
  if (!found.article) throw notFound();
  requireMayChange(context, found.article);
  const input = patchedInput(articleInput, found.article, update).valueOrThrow();
  return saveArticle(context, found, { input, precondition: update.precondition });
};

/** The slug follows the headline until the article is first published. The guards of further candidates are read only where needed. */
const slugFor = async (
  context: RequestContext,
  { meeting, article, slugs, best }: Found,
  headline: string,
): Promise<string> => {
  if (article && (article.record.publishedAt !== undefined || article.record.headline === headline))
    return article.record.slug;
  const free = firstFreeSlug(slugs.slice(0, 1), best, meeting.record.id);
  if (free !== undefined) return free;
  const others = slugs.slice(1);
  const found = firstFreeSlug(others, await context.table.getMany(others.map(keys.slug)), meeting.record.id);
  if (found === undefined) throw new TypeError("A slug with an id in it is taken");
  return found;
};

const saveArticle = async (
  context: RequestContext,
  found: Found,
  { input, precondition }: { input: ArticleInput; precondition: Precondition | undefined },
): Promise<Result> => {
  const { meeting, article } = found;
  const { id, createdAt, status, publishedAt } = article?.record ?? newRecord(context);
  const record: Article = {
    ...input,
    id,
    meetingId: meeting.record.id,
    language: input.language ?? "vi",
    slug: await slugFor(context, found, input.headline),
    status,
    publishedAt,
    createdAt,
    updatedAt: article?.record.updatedAt ?? context.now,
  };
  if (article && sameContent(record, article.record)) return article;
  const after = { record: { ...record, updatedAt: context.now }, version: (article?.version ?? 0) + 1 };
  // Without `If-Match` the caller has not seen a version that could be stale.
  const onConditionFailed = () => new Problem(precondition ? "stale" : "write-conflict");
  return context.commit(saveArticleWrites(article, after, meeting, onConditionFailed), { ...after, created: !article });
};

type ServerFields = Pick<Article, "id" | "createdAt" | "status" | "publishedAt">;
const newRecord = (context: RequestContext): ServerFields => ({
  id: context.newId(),
  createdAt: context.now,
  status: "draft",
});

type ArticleAction = { meetingId: string; precondition: Precondition | undefined };

/** Publishes the article of a public meeting; a published one is left unchanged. Throws 404, 412, or 409 `meeting-not-public`. */
export const publishArticle = (context: RequestContext, action: ArticleAction): Promise<Result> =>
  setStatus(context, action, "published");

/** Makes a published article a draft, which keeps its slug; a draft is left unchanged. Throws 404, 412. */
export const unpublishArticle = (context: RequestContext, action: ArticleAction): Promise<Result> =>
  setStatus(context, action, "draft");

const setStatus = async (
  context: RequestContext,
  { meetingId, precondition }: ArticleAction,
  status: Article["status"],
): Promise<Result> => {
  const { meeting, article } = await requireArticle(context, meetingId);
  const { record, version } = article;
  checkPrecondition(precondition, version);
  if (status === "published" && meeting.record.visibility !== "public") throw new Problem("meeting-not-public");
  // Only the idempotency record is written.
  if (record.status === status) return context.commit([], { record, version });
  const publishedAt = status === "published" ? (record.publishedAt ?? context.now) : record.publishedAt;
  const after = { record: { ...record, status, publishedAt, updatedAt: context.now }, version: version + 1 };
  return context.commit(saveArticleWrites(article, after, meeting), after);
};
