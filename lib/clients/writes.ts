import { type FoundOrganisation, findOrganisation } from "../organisations/reads.ts";
import { referTo } from "../organisations/store.ts";
import { externalIdWrites } from "../records/external-ids.ts";
import type { RequestContext, Result } from "../records/request-context.ts";
import type { InputValidation } from "../shared/input-validation.ts";
import { type Precondition, requireIfMatch } from "../shared/precondition.ts";
import { keys, root } from "../table/keys.ts";
import { add, deleteAtVersion, insert } from "../table/write.ts";
import { clientItemOf, type StoredClient } from "./items.ts";
import { requireClient } from "./reads.ts";
import { scopeFaults } from "./rules.ts";
import type { Client, ClientInput } from "./schema.ts";
import type { NewSecret } from "./secret.ts";

const held = ({ record, tenantId }: StoredClient) => ({
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
  { secret, kept }: NewSecret,
): Promise<Result> => {
  const named = validation.value.organisationId ?? context.caller.organisationId ?? undefined;
  const organisation = named === undefined ? undefined : await findOrganisation(context, named);
  validation.addErrors(scopeFaults(context.caller, validation.value.scopes));
  if (named !== undefined && !organisation) validation.addError("/organisationId", "unknown-reference");
  const client = newClient(context, validation.valueOrThrow(), organisation, kept);
  const [own] = organisation?.chain ?? [];
  const writes = [
    insert(clientItemOf(client)),
    ...(own ? [referTo(own, 1)] : []),
    ...externalIdWrites(undefined, held(client)),
  ];
  const outcome = await context.commit(writes, { record: client.record, version: client.version, created: true });
  return { ...outcome, record: { ...outcome.record, clientSecret: secret } };
};

const newClient = (
  context: RequestContext,
  input: ClientInput,
  organisation: FoundOrganisation | undefined,
  secret: NewSecret["kept"],
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
  const found = await requireClient(context, id);
  requireIfMatch(precondition, found.version);
  const { organisationId } = found.record;
  const writes = [
    deleteAtVersion(keys.client(id), found.version),
    ...(organisationId === undefined ? [] : [add(keys.tally(organisationId), { refs: -1 })]),
    ...externalIdWrites(held(found), undefined),
  ];
  await context.commit(writes, { record: {} });
};
