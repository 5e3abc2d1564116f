import { findIdByExternalId, parseExternalId } from "../records/external-ids.ts";
import type { ExternalIdKind } from "../records/kinds.ts";
import type { RequestContext } from "../records/request-context.ts";
import { tenantIdFromId } from "../shared/ids.ts";
import { root } from "../table/keys.ts";
import type { Page } from "../table/page.ts";
import type { RecordOwner } from "./access.ts";
import { resolveListScope, subtreeOf } from "./lists.ts";
import { requireVisibleOrganisation, type VisibleOrganisation } from "./reads.ts";

/** How a list shows the one record of an external id. */
export type ExternalIdList<Found, T> = {
  /** The record, where the caller may see it. */
  find(id: string): Promise<Found | undefined>;
  ownerOf(found: Found): RecordOwner;
  /** The record as the list shows it; undefined where another filter leaves it out. */
  show(found: Found): T | undefined;
  /** What lies below the organisation that the list covers; by default its subtree today. */
  subtree?(covered: VisibleOrganisation): Promise<(owner: RecordOwner) => boolean>;
};

/**
 * A list with the filter `externalId=source:id`: one record or none. Without an organisation, the root's own records are
 * searched. Throws 404 for an organisation that the caller does not see.
 */
export const listByExternalId = async <Found, T>(
  context: RequestContext,
  kind: ExternalIdKind,
  query: { organisationId?: string | undefined; externalId: string },
  { find, ownerOf, show, subtree = (covered) => subtreeOf(context, covered) }: ExternalIdList<Found, T>,
): Promise<Page<T>> => {
  const organisationId = resolveListScope(context, query.organisationId);
  const covered = organisationId === undefined ? undefined : requireVisibleOrganisation(context, organisationId);
  const id = await findIdByExternalId(context, kind, parseExternalId(query.externalId), {
    hinted: organisationId === undefined ? root : tenantIdFromId(organisationId),
    scope: covered ? covered.then(({ tenantId }) => tenantId) : root,
  });
  const found = id === undefined ? undefined : await find(id);
  const isBelow = found && covered ? await subtree(await covered) : undefined;
  const shown = found && (!isBelow || isBelow(ownerOf(found))) ? show(found) : undefined;
  return { items: shown === undefined ? [] : [shown], next: undefined };
};
