import * as z from "zod/mini";
import type { Caller } from "../records/request-context.ts";
import type { Day } from "../shared/days.ts";
import { decodeStored } from "../shared/shape.ts";
import type { AncestorRef, DatedAncestor } from "../statistics/tally.ts";
import type { Item } from "../table/write.ts";
import { type ParentPeriod, parentOn, parentPeriod, parentSpans, parentsEver } from "./parent-periods.ts";
import { organisationKinds } from "./schema.ts";

/** Where it has stood, oldest first; absent: always where it stands now. */
const stands = z.optional(z.array(parentPeriod));

const unit = z.object({ kind: z.enum(organisationKinds), parentId: z.string(), place: z.int(), stands });

const treeItem = z.object({
  tenantId: z.string(),
  kind: z.enum(organisationKinds),
  /** Ids of the superiors above the home, from the top. */
  path: z.array(z.string()),
  /** Changes when the home is hung elsewhere; each unit has its own. */
  place: z.int(),
  stands,
  units: z.record(z.string(), unit),
});

/** A home (a grassroots committee, or a superior with what is its own), the superiors above it and the units in it. */
export type CommitteeTree = z.output<typeof treeItem>;

/** Units that one home may have: their tree stays one small item (100 bytes a unit). */
export const unitsMaximum = 2_000;

export const readTree = (item: Item): CommitteeTree => decodeStored(treeItem, item);

/** The organisation itself and those above it, up to its home. Empty where the tree does not hold it. */
export const chainOf = (tree: CommitteeTree, organisationId: string): AncestorRef[] => {
  if (organisationId === tree.tenantId) return [{ organisationId, placementVersion: tree.place }];
  const found = tree.units[organisationId];
  return found ? [{ organisationId, placementVersion: found.place }, ...chainOf(tree, found.parentId)] : [];
};

/** Where an organisation of the tree has stood, oldest first; its last stand is where it is now. */
export const parentHistory = (tree: CommitteeTree, organisationId: string): readonly ParentPeriod[] => {
  const own = organisationId === tree.tenantId ? tree : tree.units[organisationId];
  const parentId = organisationId === tree.tenantId ? tree.path.at(-1) : tree.units[organisationId]?.parentId;
  return own?.stands ?? [parentId === undefined ? {} : { parentId }];
};

/** Whether an organisation is above the home, or is one that the home itself has hung below before it moved. */
export const isFormerDescendantOf = (tree: CommitteeTree, superior: string): boolean =>
  tree.path.includes(superior) || parentsEver(parentHistory(tree, tree.tenantId)).has(superior);

/** The organisation itself and those it hung below on a day, up to its home. */
export const chainOn = (tree: CommitteeTree, organisationId: string, day: Day): string[] => {
  if (organisationId === tree.tenantId) return [organisationId];
  const parentId = tree.units[organisationId] && parentOn(parentHistory(tree, organisationId), day);
  return parentId === undefined ? [] : [organisationId, ...chainOn(tree, parentId, day)];
};

/**
 * Where it counts what happens in an organisation: there, in every department of the home that it has ever hung below, for
 * the days on which it did, and in the home, which it never leaves.
 */
export const datedAncestors = (tree: CommitteeTree, organisationId: string): DatedAncestor[] => {
  const chain: DatedAncestor[] = chainOf(tree, organisationId);
  const [own] = chain;
  const tenantId = chain.at(-1);
  if (!own || !tenantId || !tree.units[organisationId]?.stands) return chain;
  const departments = parentSpans(parentHistory(tree, organisationId)).flatMap(
    ({ parentId = tree.tenantId, from, until }) =>
      chainOf(tree, parentId)
        .slice(0, -1)
        .map((link) => ({ ...link, from, until })),
  );
  return [own, ...departments, tenantId];
};

/** The kind of an organisation of the tree. */
export const kindIn = (tree: CommitteeTree, organisationId: string) =>
  organisationId === tree.tenantId ? tree.kind : tree.units[organisationId]?.kind;

/** Ids from the top of all down to an organisation of the tree, that one included. */
export const pathTo = (tree: CommitteeTree, organisationId: string): string[] => [
  ...tree.path,
  ...chainOf(tree, organisationId)
    .map((link) => link.organisationId)
    .reverse(),
];

/** Whether a caller sees an organisation: its own, or one below it. */
export const isInSubtree = (caller: Caller, tree: CommitteeTree, organisationId: string): boolean => {
  const path = pathTo(tree, organisationId);
  return path.at(-1) === organisationId && (caller.organisationId === null || path.includes(caller.organisationId));
};
