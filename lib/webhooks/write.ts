import { readFeedEnd } from "../changes/append.ts";
import { type FoundOrganisation, requireOrganisation } from "../organisations/reads.ts";
import { referTo } from "../organisations/store.ts";
import { externalIdWrites } from "../records/external-ids.ts";
import type { RequestContext, Result } from "../records/request-context.ts";
import { tenantIdFromId } from "../shared/ids.ts";
import type { InputValidation } from "../shared/input-validation.ts";
import { type Precondition, requireIfMatch } from "../shared/precondition.ts";
import { Problem } from "../shared/problem.ts";
import { sameContent } from "../shared/same.ts";
import { keys, root } from "../table/keys.ts";
import { add, deleteAtVersion, deleteItem, insert, replace, type Write } from "../table/write.ts";
import { webhooksMaximum } from "../vocabulary/webhooks.ts";
import type { ReceiverPolicy } from "./addresses.ts";
import { type StoredWebhook, webhookItemOf } from "./items.ts";
import { addressErrors, type Resolve } from "./rules.ts";
import type { WebhookFields, WebhookInput } from "./schema.ts";
import { requireWebhook } from "./see.ts";
import { type Language, webhookResult } from "./show.ts";
import { insertState, stateFields, updateState } from "./state.ts";

/** What it takes to know whether an address may be sent to. */
export type ReceiverCheck = { receivers: ReceiverPolicy; resolve: Resolve };

const externalIdOwner = ({ record, tenantId }: StoredWebhook) => ({
  owner: { kind: "webhook", id: record.id, scope: tenantId } as const,
  ids: record.externalIds,
});

/** One webhook more follows a feed, as many as it is fit to wake. */
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
 * Makes a webhook of the caller's organisation. It is sent what changes from now on. The secret stands in this answer alone,
 * not in what is kept for a repeated request. Throws `invalid-input`; 409 for an external id that is taken, and where as many
 * follow the feed as may.
 */
export const createWebhook = async (
  context: RequestContext,
  validation: InputValidation<WebhookInput>,
  secret: string,
  reaching: ReceiverCheck,
  language: Language,
): Promise<Result> => {
  const own = context.caller.organisationId;
  const [organisation, end] = await Promise.all([
    own === null ? undefined : requireOrganisation(context, own),
    context.table.get(keys.feedEnd(own === null ? root : tenantIdFromId(own))),
    validateUrl(validation, reaching, undefined),
  ]);
  const webhook = newWebhook(context, validation.valueOrThrow(), organisation, secret);
  const { record, version, tenantId } = webhook;
  // Only an organisation that has been hung elsewhere is in another home than its id hints at.
  const followed =
    own === null || tenantId === tenantIdFromId(own) ? end : await context.table.get(keys.feedEnd(tenantId));
  const [link] = organisation?.chain ?? [];
  const writes = [
    insert(webhookItemOf(webhook)),
    insertState(record.id, readFeedEnd(followed).number, version),
    countFollowingWebhook(tenantId),
    ...(link ? [referTo(link, 1)] : []),
    ...externalIdWrites(undefined, externalIdOwner(webhook)),
  ];
  const outcome = await context.commit(writes, { ...webhookResult(webhook, language), created: true });
  return { ...outcome, record: { ...outcome.record, secret } };
};

const validateUrl = async (
  validation: InputValidation<WebhookInput>,
  { receivers, resolve }: ReceiverCheck,
  before: string | undefined,
) => {
  const { url } = validation.value;
  if (url !== undefined && url !== before) validation.addErrors(await addressErrors(url, receivers, resolve));
};

const newWebhook = (
  context: RequestContext,
  input: WebhookInput,
  organisation: FoundOrganisation | undefined,
  secret: string,
): StoredWebhook => {
  const record: WebhookFields = {
    ...inputFields(context, input, undefined),
    id: context.newId(organisation?.tenantId),
    ...(organisation ? { organisationId: organisation.record.id } : {}),
    createdAt: context.now,
    updatedAt: context.now,
  };
  return { record, version: 1, tenantId: organisation?.tenantId ?? root, secret };
};

/** What a client says of a webhook; one that it disables has that for its reason, unless it was disabled before. */
const inputFields = (context: RequestContext, input: WebhookInput, before: WebhookFields | undefined) => {
  const { status = "enabled", visibility = "internal", ...fields } = input;
  if (status === "enabled") return { ...fields, status, visibility };
  const disabledReason = before?.disabledReason ?? ({ code: "by-hand", at: context.now } as const);
  return { ...fields, status, visibility, disabledReason };
};

/** Changes a webhook: also disables it, or enables it again where it had stopped. Throws 404, 428, 412, `invalid-input`, 409. */
export const updateWebhook = async (
  context: RequestContext,
  id: string,
  precondition: Precondition | undefined,
  change: (current: Partial<WebhookInput>) => InputValidation<WebhookInput>,
  reaching: ReceiverCheck,
  language: Language,
): Promise<Result> => {
  const found = await requireWebhook(context, id);
  requireIfMatch(precondition, found.version);
  const { url, types, status, visibility, externalIds, organisationId, createdAt, updatedAt } = found.record;
  const validation = change({ url, types, status, visibility, externalIds });
  await validateUrl(validation, reaching, url);
  const fields = inputFields(context, validation.valueOrThrow(), found.record);
  const same: WebhookFields = { ...fields, id, ...(organisationId ? { organisationId } : {}), createdAt, updatedAt };
  if (sameContent(same, found.record)) return webhookResult(found, language);
  const version = found.version + 1;
  const after: StoredWebhook = { ...found, record: { ...same, updatedAt: context.now }, version };
  // Another address, or one that somebody has looked after, is tried at once.
  const isFresh = fields.url !== url || fields.status !== status;
  const writes = [
    replace(webhookItemOf(after), found.version),
    updateState(id, { set: { revision: version }, remove: isFresh ? stateFields.failing : [] }),
    ...externalIdWrites(externalIdOwner(found), externalIdOwner(after)),
  ];
  return context.commit(writes, webhookResult(after, language));
};

/** Deletes a webhook: what is being delivered is the last. Throws 404, 428, 412. */
export const deleteWebhook = async (
  context: RequestContext,
  id: string,
  precondition: Precondition | undefined,
): Promise<undefined> => {
  const found = await requireWebhook(context, id);
  requireIfMatch(precondition, found.version);
  const { organisationId } = found.record;
  const writes = [
    deleteAtVersion(keys.webhook(id), found.version),
    deleteItem(keys.webhookState(id)),
    add(keys.feedEnd(found.tenantId), { hooks: -1 }),
    ...(organisationId === undefined ? [] : [add(keys.tally(organisationId), { refs: -1 })]),
    ...externalIdWrites(externalIdOwner(found), undefined),
  ];
  await context.commit(writes, { record: {} });
};
