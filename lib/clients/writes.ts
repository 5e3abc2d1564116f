import { addOrganisationReference, releaseOrganisation } from "../organisations/items.ts";
import { loadOrganisationWithTree } from "../organisations/reads.ts";
import { deleteRecord } from "../records/conditional-writes.ts";
import { externalIdGuards } from "../records/external-ids.ts";
import type { RequestContext, Result } from "../records/request-context.ts";
import { firstVersion, resultOf } from "../records/versions.ts";
import { instantOf } from "../shared/days.ts";
import type { InputValidation } from "../shared/input-validation.ts";
import { checkPrecondition, type Precondition } from "../shared/precondition.ts";
import { Problem } from "../shared/problem.ts";
import { keys, root } from "../table/keys.ts";
import { deleteAtVersion, insert, replace } from "../table/write.ts";
import { type NewSecret, unexpiredSecrets } from "./credentials.ts";
import { clientItemOf, type StoredClient } from "./items.ts";
import { requireVisibleClient } from "./reads.ts";
import { hasScopesOf, scopeErrors } from "./rules.ts";
import type { ClientInput } from "./schema.ts";

/**
 * Creates a client of the caller's organisation or one below. The secret is in this response only, not in the one stored
 * for idempotent requests. Throws `invalid-input` for an invisible organisation or scopes that the caller lacks.
 */
export const createClient = async (
  context: RequestContext,
  validation: InputValidation<ClientInput>,
  { secret, stored }: NewSecret,
): Promise<Result> => {
  const organisationId = validation.value.organisationId ?? context.caller.organisationId ?? undefined;
  const organisation =
    organisationId === undefined ? undefined : await loadOrganisationWithTree(context, organisationId);
  validation.addErrors(scopeErrors(context.caller, validation.value.scopes));
  if (organisationId !== undefined && !organisation) validation.addError("/organisationId", "unknown-reference");
  const input = { ...validation.valueOrThrow(), ...(organisationId === undefined ? {} : { organisationId }) };
  const first = firstVersion(context, organisation?.tenantId ?? "", input);
  const client: StoredClient = {
    ...first,
    record: { ...first.record, clientId: first.record.id },
    tenantId: organisation?.tenantId ?? root,
    secret: stored,
    retired: [],
  };
  const [own] = organisation?.chain ?? [];
  const writes = [
    insert(clientItemOf(client)),
    ...(own ? [addOrganisationReference(own, { by: "client", count: 1 })] : []),
    ...externalIdGuards("client", undefined, client),
  ];
  return withSecret(await context.commit(writes, { ...resultOf(client), created: true }), secret);
};

const withSecret = (result: Result, clientSecret: string): Result => ({
  ...result,
  record: { ...result.record, clientSecret },
});

/** Deletes a client, which gets no more tokens. Throws 404, 428, 412. */
export const deleteClient = (context: RequestContext, id: string, precondition: Precondition | undefined) =>
  deleteRecord(context, requireVisibleClient(context, id), {
    precondition,
    writes: (found) => [
      deleteAtVersion(keys.client(id), found.version),
      ...releaseOrganisation(found.record.organisationId, "client"),
      ...externalIdGuards("client", found, undefined),
    ],
  });

/** Milliseconds for which a replaced secret remains valid. */
const gracePeriod = 3_600_000;
/** Replaced secrets of one client that are still valid. */
const retiredMaximum = 10;

/**
 * Replaces the secret of a client; the old one is valid for an hour more. Throws 404; 403 if the caller lacks a scope of the
 * client, which the secret would give; 412; 429 after ten within an hour.
 */
export const renewClientSecret = async (
  context: RequestContext,
  id: string,
  { secret, stored, precondition }: NewSecret & { precondition?: Precondition | undefined },
): Promise<Result> => {
  const found = await requireVisibleClient(context, id);
  if (!hasScopesOf(context.caller, found.record)) throw new Problem("forbidden");
  checkPrecondition(precondition, found.version);
  const now = Date.parse(context.now);
  const retired = unexpiredSecrets(found.retired, context.now);
  const [first] = retired;
  if (first && retired.length >= retiredMaximum)
    throw new Problem("too-many-requests", { retryAfter: Math.ceil((Date.parse(first.until) - now) / 1_000) });
  const client: StoredClient = {
    ...found,
    record: { ...found.record, updatedAt: context.now },
    version: found.version + 1,
    secret: stored,
    retired: [...retired, { ...found.secret, until: instantOf(now + gracePeriod) }],
  };
  const conflict = () => new Problem("write-conflict");
  const result = await context.commit([replace(clientItemOf(client), found.version, conflict)], resultOf(client));
  return withSecret(result, secret);
};
