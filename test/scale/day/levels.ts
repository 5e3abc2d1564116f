import { homeHint, ownLength } from "../../../lib/shared/ids.ts";
import type { DayNation } from "./nation.ts";

/** How far up the tree a key is: the higher, the fewer there are of its kind, and the more of the nation meets there. */
export type Level = "the nation" | "a province" | "a superior" | "a committee";

/** How much more than a middle one the largest committee does. */
const largestCommittee = 18;

/** The lanes of a feed are alike. */
const laneForm = /#\d$/;

const idForm = new RegExp(`[0-9A-Z]{${ownLength},}`, "g");

/**
 * What a key is called without its ids, whose it is, and what to multiply its load by: fewer committees act than there are,
 * so that one of them, and its superior, has more to do than a real one. Of committees it is the largest that is shown.
 */
export const createLevels = ({ active, shape }: DayNation) => {
  const levelOf = new Map<string, Level>();
  for (const { path } of active) {
    const [top = "", province = "", superior = ""] = path;
    levelOf.set(top, "the nation").set(province, "a province").set(superior, "a superior");
  }
  const acting = (level: Level) => [...levelOf.values()].filter((one) => one === level).length;
  const times: Record<Level, number> = {
    "the nation": 1,
    "a province": acting("a province") / shape.provinces,
    "a superior": acting("a superior") / shape.superiors,
    "a committee": (active.length * largestCommittee) / shape.committees,
  };
  return (key: string): { name: string; level: Level; times: number } => {
    const [id] = key.match(idForm) ?? [];
    const level = id === undefined ? "the nation" : (levelOf.get(homeHint(id)) ?? "a committee");
    const name = key.replace(idForm, "…").replace(laneForm, "#lane");
    return { name, level, times: times[level] };
  };
};
