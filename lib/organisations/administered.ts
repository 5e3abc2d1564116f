import type { ExternalIdKind } from "../records/kinds.ts";
import type { RequestContext } from "../records/request-context.ts";
import { isId } from "../shared/ids.ts";
import { lists, root } from "../table/keys.ts";
import { type Page, type PageRequest, readPage } from "../table/page.ts";
import type { Item, Key } from "../table/write.ts";
import { accessCheckKeys, authorize } from "./access.ts";
import { listByExternalId } from "./external-id-list.ts";
import { listSubtree, resolveListScope } from "./lists.ts";
import { isVisibleTo } from "./reads.ts";
import type { Organisation } from "./schema.ts";

type AdministeredRecord = { organisationId?: string | undefined; visibility: Organisation["visibility"] };

/** A kind of record that administrators alone see. A record belongs to an organisation, or to the root, which alone sees it. */
export type AdministeredKind<Stored extends { record: AdministeredRecord; tenantId: string }> = {
  kind: ExternalIdKind;
  key: (id: string) => Key;
  read: (item: Item) => Stored;
};

/** A record of the caller's subtree, in one round trip. */
export const getAdministered = async <Stored extends { record: AdministeredRecord; tenantId: string }>(
  context: RequestContext,
  { key, read }: AdministeredKind<Stored>,
  id: string,
): Promise<Stored | undefined> => {
  if (!isId(id)) return undefined;
  const [item, hinted] = await context.table.getMany([key(id), ...accessCheckKeys(context.caller, id)]);
  if (!item) return undefined;
  const stored = read(item);
  const { tenantId, record } = stored;
  const isInScope =
    record.organisationId === undefined
      ? context.caller.organisationId === null
      : (await authorize(context, tenantId, record.organisationId, hinted)) !== undefined;
  return isInScope && isVisibleTo(context.caller, record) ? stored : undefined;
};

type AdministeredList<Stored, Shown> = {
  query: { organisationId?: string | undefined; externalId?: string | undefined };
  request: PageRequest;
  show: (stored: Stored) => Shown;
};

/** Records of a subtree; without an organisation the root's own. Throws 404 for an organisation out of scope. */
export const listAdministered = async <Stored extends { record: AdministeredRecord; tenantId: string }, Shown>(
  context: RequestContext,
  of: AdministeredKind<Stored>,
  { query: { organisationId, externalId }, request, show }: AdministeredList<Stored, Shown>,
): Promise<Page<Shown>> => {
  if (externalId !== undefined)
    return listByExternalId(
      context,
      of.kind,
      { organisationId, externalId },
      {
        find: (id) => getAdministered(context, of, id),
        ownerOf: ({ tenantId, record }) => ({ tenantId, organisationId: record.organisationId ?? root }),
        show,
      },
    );
  const keep = (item: Item) => show(of.read(item));
  if (resolveListScope(context, organisationId) !== undefined)
    return listSubtree(context, organisationId, request, { list: of.kind, keep, filtered: false });
  return readPage(
    context.table,
    [{ index: "byTenant", partition: lists.inTenant(root, of.kind) }],
    request,
    keep,
    false,
  );
};
