import type { RequestContext, Result } from "../records/request-context.ts";
import { instantOf } from "../shared/days.ts";
import { Problem } from "../shared/problem.ts";
import { replace } from "../table/write.ts";
import { clientItemOf } from "./items.ts";
import { requireClient } from "./reads.ts";
import { hasScopesOf } from "./rules.ts";
import { type NewSecret, stillValid } from "./secret.ts";

/** Milliseconds that a replaced secret still works. */
const grace = 3_600_000;
/** Replaced secrets that one client may have within that time. */
const retiredMaximum = 10;

/**
 * Gives a client a new secret; the old works an hour more. Throws 404; 403 where the client has a scope that the caller
 * lacks, who could use it with the secret; 429 after ten within an hour.
 */
export const renewClientSecret = async (
  context: RequestContext,
  id: string,
  { secret, kept }: NewSecret,
): Promise<Result> => {
  const found = await requireClient(context, id);
  if (!hasScopesOf(context.caller, found.record)) throw new Problem("forbidden");
  const now = Date.parse(context.now);
  const retired = stillValid(found.retired, context.now);
  const [first] = retired;
  if (first && retired.length >= retiredMaximum) {
    const retryAfter = Math.ceil((Date.parse(first.until) - now) / 1_000);
    throw new Problem("too-many-requests", { retryAfter });
  }
  const record = { ...found.record, updatedAt: context.now };
  const version = found.version + 1;
  const old = { ...found.secret, until: instantOf(now + grace) };
  const item = clientItemOf({ ...found, record, version, secret: kept, retired: [...retired, old] });
  const outcome = await context.commit([replace(item, found.version, () => new Problem("write-conflict"))], {
    record,
    version,
  });
  return { ...outcome, record: { ...outcome.record, clientSecret: secret } };
};
