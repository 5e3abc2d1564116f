import { ownLength, tenantIdFromId } from "../../../lib/shared/ids.ts";
import type { DayNation } from "./nation.ts";

/** How far up the tree a key is: the higher, the fewer there are of its kind, and the more of the nation meets there. */
export type Level = "the nation" | "a province" | "a superior" | "a committee";

/** The lanes of a feed are alike. */
const laneForm = /#\d$/;
const idForm = new RegExp(`[0-9A-Z]{${ownLength},}`, "g");

/** Says what a key is called without its ids, and whose it is. */
export const createLevels = ({ active }: DayNation) => {
  const levelOf = new Map<string, Level>();
  for (const { path } of active) {
    const [top = "", province = "", superior = ""] = path;
    levelOf.set(top, "the nation").set(province, "a province").set(superior, "a superior");
  }
  return (key: string): { name: string; level: Level } => {
    const [id] = key.match(idForm) ?? [];
    const level = id === undefined ? "the nation" : (levelOf.get(tenantIdFromId(id)) ?? "a committee");
    return { name: key.replace(idForm, "…").replace(laneForm, "#lane"), level };
  };
};
