import { addOrganisationReference } from "../organisations/items.ts";
import { loadOrganisationWithTree, type OrganisationWithTree } from "../organisations/reads.ts";
import { externalIdWrites } from "../records/external-ids.ts";
import type { RequestContext, Result } from "../records/request-context.ts";
import { instantOf } from "../shared/days.ts";
import type { InputValidation } from "../shared/input-validation.ts";
import { type Precondition, requireIfMatch } from "../shared/precondition.ts";
import { Problem } from "../shared/problem.ts";
import { keys, root } from "../table/keys.ts";
import { add, deleteAtVersion, insert, replace } from "../table/write.ts";
import { type NewSecret, unexpiredSecrets } from "./credentials.ts";
import { clientItemOf, type StoredClient } from "./items.ts";
import { requireVisibleClient } from "./reads.ts";
import { hasScopesOf, scopeErrors } from "./rules.ts";
import type { Client, ClientInput } from "./schema.ts";

const externalIdOwner = ({ record, tenantId }: StoredClient) => ({
  owner: { kind: "client", id: record.id, scope: tenantId } as const,
  ids: record.externalIds,
});

/**
 * Makes a client of the caller's organisation or one below. The secret stands in this answer alone, not in what is kept
 * for a repeated request. Throws `invalid-input` for an organisation out of reach or scopes that the caller lacks.
 */
export const createClient = async (
  context: RequestContext,
  validation: InputValidation<ClientInput>,
  { secret, stored: kept }: NewSecret,
): Promise<Result> => {
  const named = validation.value.organisationId ?? context.caller.organisationId ?? undefined;
  const organisation = named === undefined ? undefined : await loadOrganisationWithTree(context, named);
  validation.addErrors(scopeErrors(context.caller, validation.value.scopes));
  if (named !== undefined && !organisation) validation.addError("/organisationId", "unknown-reference");
  const client = newClient(context, validation.valueOrThrow(), organisation, kept);
  const [own] = organisation?.chain ?? [];
  const writes = [
    insert(clientItemOf(client)),
    ...(own ? [addOrganisationReference(own, 1)] : []),
    ...externalIdWrites(undefined, externalIdOwner(client)),
  ];
  const outcome = await context.commit(writes, { record: client.record, version: client.version, created: true });
  return { ...outcome, record: { ...outcome.record, clientSecret: secret } };
};

const newClient = (
  context: RequestContext,
  input: ClientInput,
  organisation: OrganisationWithTree | undefined,
  secret: NewSecret["stored"],
): StoredClient => {
  const id = context.newId(organisation?.tenantId);
  const record: Client = {
    ...input,
    id,
    clientId: id,
    ...(organisation ? { organisationId: organisation.record.id } : {}),
    visibility: input.visibility ?? "internal",
    createdAt: context.now,
    updatedAt: context.now,
  };
  return { record, version: 1, tenantId: organisation?.tenantId ?? root, secret, retired: [] };
};

/** Deletes a client: it gets no new token. Throws 404, 428, 412. */
export const deleteClient = async (
  context: RequestContext,
  id: string,
  precondition: Precondition | undefined,
): Promise<undefined> => {
  const found = await requireVisibleClient(context, id);
  requireIfMatch(precondition, found.version);
  const { organisationId } = found.record;
  const writes = [
    deleteAtVersion(keys.client(id), found.version),
    ...(organisationId === undefined ? [] : [add(keys.tally(organisationId), { refs: -1 })]),
    ...externalIdWrites(externalIdOwner(found), undefined),
  ];
  await context.commit(writes, { record: {} });
};

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
  { secret, stored: kept }: NewSecret,
): Promise<Result> => {
  const found = await requireVisibleClient(context, id);
  if (!hasScopesOf(context.caller, found.record)) throw new Problem("forbidden");
  const now = Date.parse(context.now);
  const retired = unexpiredSecrets(found.retired, context.now);
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
