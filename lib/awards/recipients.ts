import { isSeen } from "../members/find.ts";
import { readMember } from "../members/items.ts";
import { isVisibleTo } from "../organisations/find.ts";
import { readOrganisation } from "../organisations/items.ts";
import { loadCommitteeTree } from "../organisations/reach.ts";
import {
  type AncestorRef,
  type CommitteeTree,
  chainOf,
  isFormerDescendantOf,
  isInSubtree,
} from "../organisations/tree.ts";
import type { RequestContext } from "../records/request-context.ts";
import { tenantIdFromId } from "../shared/ids.ts";
import { keys } from "../table/keys.ts";
import type { Item } from "../table/write.ts";
import { recipientId } from "./rules.ts";
import type { Recipient } from "./schema.ts";

/** A recipient the caller sees: the tree of its home, and where an organisation stands in it. */
export type SeenRecipient = { tree: CommitteeTree; link: AncestorRef | undefined };

/** The recipients the caller sees, by id: all in one round trip, with the homes their ids hint at. */
export const findRecipients = async (
  context: RequestContext,
  recipients: readonly Recipient[],
): Promise<ReadonlyMap<string, SeenRecipient>> => {
  if (recipients.length === 0) return new Map();
  const items = await context.table.getMany([
    ...recipients.map(({ memberId, organisationId }) =>
      memberId === undefined ? keys.organisation(organisationId ?? "") : keys.member(memberId),
    ),
    ...recipients.map((recipient) => keys.tree(tenantIdFromId(recipientId(recipient)))),
  ]);
  const found = await Promise.all(
    recipients.map(async (recipient, i): Promise<[string, SeenRecipient][]> => {
      const seen = await seenAs(context, recipient, items[i], items[recipients.length + i]);
      return seen ? [[recipientId(recipient), seen]] : [];
    }),
  );
  return new Map(found.flat());
};

const seenAs = async (
  context: RequestContext,
  recipient: Recipient,
  item: Item | undefined,
  hinted: Item | undefined,
) => {
  if (!item) return undefined;
  if (recipient.memberId !== undefined) {
    const stored = readMember(item);
    const tree = await loadCommitteeTree(context, stored.tenantId, hinted);
    return tree && isSeen(context, stored, tree) ? { tree, link: undefined } : undefined;
  }
  const { record, tenantId } = readOrganisation(item);
  const tree = await loadCommitteeTree(context, tenantId, hinted);
  const [link] = tree ? chainOf(tree, record.id) : [];
  return tree && isInSubtree(context.caller, tree, record.id) && isVisibleTo(context.caller, record)
    ? { tree, link }
    : undefined;
};

/** An award is for those in its home; a superior's also for all below, or that were before they moved. */
export const belongsTo = (tenantId: string, { tree }: SeenRecipient) =>
  tree.tenantId === tenantId || isFormerDescendantOf(tree, tenantId);
