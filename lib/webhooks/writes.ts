import { feedCursorBinding, parsePosition } from "../changes/feed.ts";
import { readFeedEnd } from "../changes/writes.ts";
import { addOrganisationReference, releaseOrganisation } from "../organisations/items.ts";
import { requireOrganisationWithTree } from "../organisations/reads.ts";
import { deleteRecord, type RecordUpdate } from "../records/conditional-writes.ts";
import { externalIdGuards } from "../records/external-ids.ts";
import type { RequestContext, Result } from "../records/request-context.ts";
import { firstVersion, nextVersion } from "../records/versions.ts";
import { tenantIdFromId } from "../shared/ids.ts";
import type { InputValidation } from "../shared/input-validation.ts";
import { checkPrecondition, type Precondition, requireIfMatch } from "../shared/precondition.ts";
import { Problem } from "../shared/problem.ts";
import type { Cursors } from "../table/cursor.ts";
import { keys, root } from "../table/keys.ts";
import { add, deleteAtVersion, deleteItem, insert, replace, type Write } from "../table/write.ts";
import type { Language } from "../vocabulary/language.ts";
import { webhooksMaximum } from "../vocabulary/webhooks.ts";
import { type StoredWebhook, webhookItemOf, webhookResult } from "./items.ts";
import { requireVisibleWebhook } from "./reads.ts";
import { addressErrors, type ReceiverPolicy, type Resolve } from "./rules.ts";
import type { WebhookFields, WebhookInput } from "./schema.ts";
import { failureFields, insertState, updateState } from "./state.ts";

/** What checking the address of a webhook needs. */
export type ReceiverCheck = { receivers: ReceiverPolicy; resolve: Resolve };

/** What a use case needs besides the input: the check of addresses, and the language of the response. */
type WriteOptions = { receiverCheck: ReceiverCheck; language: Language };

/** Counts one more webhook that follows the feed, up to the limit. */
const countFollowingWebhook = (feed: string): Write =>
  add(
    keys.feedEnd(feed),
    { hooks: 1 },
    {
      condition: {
        expression: "attribute_not_exists(hooks) OR hooks < :maximum",
        values: { ":maximum": webhooksMaximum },
      },
      onConditionFailed: () => new Problem("too-many-webhooks"),
    },
  );

/**
 * Creates a webhook of the caller's organisation. It receives later changes only. The response contains the secret; the
 * response that is stored for a repeated request does not. Throws `invalid-input`, 409.
 */
export const createWebhook = async (
  context: RequestContext,
  validation: InputValidation<WebhookInput>,
  { secret, receiverCheck, language }: WriteOptions & { secret: string },
): Promise<Result> => {
  const own = context.caller.organisationId;
  const hintedFeed = own === null ? root : tenantIdFromId(own);
  const [organisation, hintedEnd] = await Promise.all([
    own === null ? undefined : requireOrganisationWithTree(context, own),
    context.table.get(keys.feedEnd(hintedFeed)),
    validateUrl(validation, receiverCheck, undefined),
  ]);
  const input = {
    ...inputFields(context, validation.valueOrThrow(), undefined),
    ...(organisation ? { organisationId: organisation.record.id } : {}),
  };
  const tenantId = organisation?.tenantId ?? root;
  const webhook: StoredWebhook = { ...firstVersion(context, organisation?.tenantId ?? "", input), tenantId, secret };
  // Only an organisation that was moved is in another tenant than its id hints at.
  const end = tenantId === hintedFeed ? hintedEnd : await context.table.get(keys.feedEnd(tenantId));
  const [parent] = organisation?.chain ?? [];
  const writes = [
    insert(webhookItemOf(webhook)),
    insertState(webhook.record.id, readFeedEnd(end).number, webhook.version),
    countFollowingWebhook(tenantId),
    ...(parent ? [addOrganisationReference(parent, { by: "webhook", count: 1 })] : []),
    ...externalIdGuards("webhook", undefined, webhook),
  ];
  const result = await context.commit(writes, { ...webhookResult(webhook, language), created: true });
  return { ...result, record: { ...result.record, secret } };
};

const validateUrl = async (
  validation: InputValidation<WebhookInput>,
  { receivers, resolve }: ReceiverCheck,
  before: string | undefined,
) => {
  const { url } = validation.value;
  if (url !== undefined && url !== before) validation.addErrors(await addressErrors(url, receivers, resolve));
};

/** Fields of the input. The reason of a webhook that its client disables is `by-hand`, unless it was disabled before. */
const inputFields = (context: RequestContext, input: WebhookInput, before: WebhookFields | undefined) => {
  const { status = "enabled", visibility = "internal", ...fields } = input;
  if (status === "enabled") return { ...fields, status, visibility };
  const disabledReason = before?.disabledReason ?? ({ code: "by-hand", at: context.now } as const);
  return { ...fields, status, visibility, disabledReason };
};

/** Updates a webhook, which may disable or enable it. Throws 404, 428, 412, `invalid-input`, 409. */
export const updateWebhook = async (
  context: RequestContext,
  id: string,
  { precondition, change, receiverCheck, language }: WriteOptions & RecordUpdate<WebhookInput>,
): Promise<Result> => {
  const found = await requireVisibleWebhook(context, id);
  requireIfMatch(precondition, found.version);
  const { url, types, status, visibility, externalIds, organisationId } = found.record;
  const validation = change({ url, types, status, visibility, externalIds });
  validation.checkReadOnly(webhookResult(found, language).record);
  await validateUrl(validation, receiverCheck, url);
  const fields = inputFields(context, validation.valueOrThrow(), found.record);
  const next = nextVersion(context, found, { ...fields, ...(organisationId ? { organisationId } : {}) });
  if (!next) return webhookResult(found, language);
  const after: StoredWebhook = { ...next, secret: found.secret };
  // A new address or status ends the wait for the next attempt.
  const endsWait = fields.url !== url || fields.status !== status;
  const writes = [
    replace(webhookItemOf(after), found.version),
    updateState(id, { set: { revision: after.version }, remove: endsWait ? failureFields : [] }),
    ...externalIdGuards("webhook", found, after),
  ];
  return context.commit(writes, webhookResult(after, language));
};

/** Deletes a webhook. A request that is under way is the last one. Throws 404, 428, 412. */
export const deleteWebhook = (context: RequestContext, id: string, precondition: Precondition | undefined) =>
  deleteRecord(context, requireVisibleWebhook(context, id), {
    precondition,
    writes: (found) => [
      deleteAtVersion(keys.webhook(id), found.version),
      deleteItem(keys.webhookState(id)),
      add(keys.feedEnd(found.tenantId), { hooks: -1 }),
      ...releaseOrganisation(found.record.organisationId, "webhook"),
      ...externalIdGuards("webhook", found, undefined),
    ],
  });

/** The binding of feed cursors that clients of the webhook's own organisation get. */
const cursorBindingOf = ({ record, tenantId }: StoredWebhook) =>
  feedCursorBinding({ path: record.organisationId === undefined ? [] : [tenantId, record.organisationId] });

export type ReplayStart = {
  after: string | undefined;
  cursors: Cursors;
  precondition?: Precondition | undefined;
};

/**
 * Resets a webhook to a position in its feed, by default the start, and enables it. The change of its version starts the
 * delivery. Throws 404, 412, and `invalid-cursor` for a cursor of another organisation.
 */
export const replayWebhook = async (
  context: RequestContext,
  id: string,
  { after, cursors, precondition, language }: ReplayStart & Pick<WriteOptions, "language">,
): Promise<Result> => {
  const found = await requireVisibleWebhook(context, id);
  checkPrecondition(precondition, found.version);
  const cursor = after === undefined ? undefined : cursors.open(after, cursorBindingOf(found));
  const { number: position } = parsePosition(cursor);
  const { disabledReason: _, ...fields } = found.record;
  const version = found.version + 1;
  const record = { ...fields, status: "enabled", updatedAt: context.now } as const;
  const writes = [
    replace(webhookItemOf({ ...found, record, version }), found.version, () => new Problem("write-conflict")),
    updateState(id, { set: { position, revision: version }, remove: failureFields }),
  ];
  return context.commit(writes, webhookResult({ record, version }, language));
};
