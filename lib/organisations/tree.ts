import * as z from "zod/mini";
import type { Caller } from "../records/request-context.ts";
import type { Stored } from "../records/versions.ts";
import type { Day } from "../shared/days.ts";
import { decodeStored } from "../shared/decode-stored.ts";
import type { AncestorRef, DatedAncestor } from "../statistics/tally.ts";
import { keys } from "../table/keys.ts";
import type { Item } from "../table/write.ts";
import type { LifeSpan } from "./life-span.ts";
import { type ParentPeriod, parentOn, parentPeriod, parentSpans, parentsEver } from "./parent-periods.ts";
import { type Organisation, organisationKinds } from "./schema.ts";

/** Absent: an organisation that has never moved. */
const parents = z.optional(z.array(parentPeriod));
/** The placement version, which changes with every re-parenting. */
const place = z.int();

/** Days of establishment and dissolution. */
const life = { est: z.optional(z.string()), dis: z.optional(z.string()) };

const unitItem = z.object({ kind: z.enum(organisationKinds), parentId: z.string(), place, parents, ...life });
const treeItem = z.object({
  tenantId: z.string(),
  kind: z.enum(organisationKinds),
  /** Ids of the superiors above the tenant, from the top. */
  path: z.array(z.string()),
  place,
  parents,
  ...life,
  units: z.record(z.string(), unitItem),
});

type StoredPlacement = {
  place: number;
  parents?: ParentPeriod[] | undefined;
  est?: Day | undefined;
  dis?: Day | undefined;
};
type Placed = LifeSpan & {
  placementVersion: number;
  /** Every parent, oldest first, of an organisation that has moved. */
  parentPeriods?: readonly ParentPeriod[] | undefined;
};
type Renamed<T extends StoredPlacement> = Omit<T, keyof StoredPlacement> & Placed;
export type TreeUnit = Renamed<z.output<typeof unitItem>>;

/** A tenant (grassroots committee, or superior with its own cells), the superiors above it and its units. */
export type CommitteeTree = Renamed<Omit<z.output<typeof treeItem>, "units">> & {
  units: Readonly<Record<string, TreeUnit>>;
};

/** Units of one tenant: its tree remains one item of 260 KB (130 bytes a unit, hence the short names of attributes). */
export const unitsMaximum = 2_000;

export const readTree = (item: Item): CommitteeTree => {
  const { units, ...tenant } = decodeStored(treeItem, item);
  return {
    ...fromStored(tenant),
    units: Object.fromEntries(Object.entries(units).map(([id, unit]) => [id, fromStored(unit)])),
  };
};

const fromStored = <T extends StoredPlacement>({ place, parents, est, dis, ...rest }: T) => ({
  ...rest,
  placementVersion: place,
  parentPeriods: parents,
  establishedOn: est,
  dissolvedOn: dis,
});

const toStored = <T extends Placed>({ placementVersion, parentPeriods, establishedOn, dissolvedOn, ...rest }: T) => ({
  ...rest,
  place: placementVersion,
  ...(parentPeriods ? { parents: parentPeriods.map((period) => ({ ...period })) } : {}),
  ...(establishedOn === undefined ? {} : { est: establishedOn }),
  ...(dissolvedOn === undefined ? {} : { dis: dissolvedOn }),
});

/** A unit as the tree item stores it. */
export const unitItemOf = (unit: TreeUnit) => toStored(unit);

/** A tree as the table stores it. */
export const treeItemOf = ({ units, ...tenant }: CommitteeTree): Item => ({
  ...keys.tree(tenant.tenantId),
  ...toStored(tenant),
  units: Object.fromEntries(Object.entries(units).map(([id, unit]) => [id, unitItemOf(unit)])),
});

/** The organisation and its ancestors up to the tenant; empty if the tree does not contain it. */
export const chainOf = (tree: CommitteeTree, organisationId: string): AncestorRef[] => {
  if (organisationId === tree.tenantId) return [{ organisationId, placementVersion: tree.placementVersion }];
  const found = tree.units[organisationId];
  return found ? [{ organisationId, placementVersion: found.placementVersion }, ...chainOf(tree, found.parentId)] : [];
};

/** Every parent of an organisation of the tree, oldest first; the last one is the current. */
export const parentHistory = (tree: CommitteeTree, organisationId: string): readonly ParentPeriod[] => {
  const own = organisationId === tree.tenantId ? tree : tree.units[organisationId];
  const parentId = organisationId === tree.tenantId ? tree.path.at(-1) : tree.units[organisationId]?.parentId;
  return own?.parentPeriods ?? [parentId === undefined ? {} : { parentId }];
};

/** Whether a superior is above the tenant, or was its parent before a move. */
export const isFormerDescendantOf = (tree: CommitteeTree, superior: string): boolean =>
  tree.path.includes(superior) || parentsEver(parentHistory(tree, tree.tenantId)).has(superior);

/** The organisation and its ancestors on a day, up to the tenant. */
export const chainOn = (tree: CommitteeTree, organisationId: string, day: Day): string[] => {
  if (organisationId === tree.tenantId) return [organisationId];
  const parentId = tree.units[organisationId] && parentOn(parentHistory(tree, organisationId), day);
  return parentId === undefined ? [] : [organisationId, ...chainOn(tree, parentId, day)];
};

/**
 * The organisations that count what happens in one: itself, its current and former departments, each for the days on which
 * it was below them, and the tenant.
 */
export const datedAncestors = (tree: CommitteeTree, organisationId: string): DatedAncestor[] => {
  const chain: DatedAncestor[] = chainOf(tree, organisationId);
  const [own] = chain;
  const tenantId = chain.at(-1);
  if (!own || !tenantId || !tree.units[organisationId]?.parentPeriods) return chain;
  const departments = parentSpans(parentHistory(tree, organisationId)).flatMap(
    ({ parentId = tree.tenantId, from, until }) =>
      chainOf(tree, parentId)
        .slice(0, -1)
        .map((link) => ({ ...link, from, until })),
  );
  return [own, ...departments, tenantId];
};

export const kindIn = (tree: CommitteeTree, organisationId: string) =>
  organisationId === tree.tenantId ? tree.kind : tree.units[organisationId]?.kind;

/** Ids from the top superior down to an organisation of the tree, inclusive. */
export const pathTo = (tree: CommitteeTree, organisationId: string): string[] => [
  ...tree.path,
  ...chainOf(tree, organisationId)
    .map((link) => link.organisationId)
    .reverse(),
];

/** Whether an organisation is the caller's own or below it. */
export const isInSubtree = (caller: Caller, tree: CommitteeTree, organisationId: string): boolean => {
  const path = pathTo(tree, organisationId);
  return path.at(-1) === organisationId && (caller.organisationId === null || path.includes(caller.organisationId));
};

/** The position of an organisation in the tree. */
export type Placement = {
  tenantId: string;
  /** Ids from the top superior down to the parent. */
  path: string[];
  /** Of a unit its ancestors up to the tenant, of a tenant its parent alone; empty at the top. */
  above: AncestorRef[];
  /** The tree that lists the unit; undefined for a tenant, which has a tree of its own. */
  tree: CommitteeTree | undefined;
};

/** A visible organisation with the tree of its tenant and its chain: itself and its ancestors up to the tenant. */
export type OrganisationWithTree = StoredOrganisation & { tree: CommitteeTree; chain: AncestorRef[] };

/** An organisation as the table stores it. */
export type StoredOrganisation = Stored<Organisation>;
