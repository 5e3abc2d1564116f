import * as z from "zod/mini";
import type { Caller } from "../shared/work.ts";
import type { Item } from "../table/write.ts";
import { organisationKinds } from "./schema.ts";

const unit = z.object({ kind: z.enum(organisationKinds), parentId: z.string(), place: z.int() });

const treeItem = z.object({
  homeId: z.string(),
  kind: z.enum(organisationKinds),
  /** Ids of the superiors above the home, from the top. */
  path: z.array(z.string()),
  /** Changes when the home is hung elsewhere; each unit has its own. */
  place: z.int(),
  units: z.record(z.string(), unit),
});

/** A home (a grassroots committee, or a superior with what is its own), the superiors above it and the units in it. */
export type HomeTree = z.output<typeof treeItem>;

/** Units that one home may have: their tree stays one small item (100 bytes a unit). */
export const unitsMaximum = 2_000;

export const readTree = (item: Item): HomeTree => treeItem.parse(item);

/** An organisation and the place it has in the tree; `place` undefined: it stands nowhere yet. */
export type Link = { organisationId: string; place: number | undefined };

/** The organisation itself and those above it, up to its home. Empty where the tree does not hold it. */
export const chainOf = (tree: HomeTree, organisationId: string): Link[] => {
  if (organisationId === tree.homeId) return [{ organisationId, place: tree.place }];
  const found = tree.units[organisationId];
  return found ? [{ organisationId, place: found.place }, ...chainOf(tree, found.parentId)] : [];
};

/** The kind of an organisation of the tree. */
export const kindIn = (tree: HomeTree, organisationId: string) =>
  organisationId === tree.homeId ? tree.kind : tree.units[organisationId]?.kind;

/** Ids from the top of all down to an organisation of the tree, that one included. */
export const pathTo = (tree: HomeTree, organisationId: string): string[] => [
  ...tree.path,
  ...chainOf(tree, organisationId)
    .map((link) => link.organisationId)
    .reverse(),
];

/** Whether a caller sees an organisation: its own, or one below it. */
export const mayReach = (caller: Caller, tree: HomeTree, organisationId: string): boolean => {
  const path = pathTo(tree, organisationId);
  return path.at(-1) === organisationId && (caller.organisationId === null || path.includes(caller.organisationId));
};
