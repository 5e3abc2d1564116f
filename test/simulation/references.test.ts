import { recordKindList, specOf } from "../../lib/records/kinds.ts";
import { danglingIn, referencesOf } from "./invariants/references.ts";
import type { Item } from "./invariants/snapshot.ts";

/** An item of a kind that refers to `X` wherever it can. */
const referring = (kind: (typeof recordKindList)[number]): Item => {
  const list = [new Proxy({}, { get: () => "X" })];
  const own = { ...specOf(kind).key("O", "I") };
  const nested = new Proxy({}, { get: () => list });
  const lists = ["positions", "items", "recipients", "peopleShown", "exclusions", "history"];
  return new Proxy(own, {
    get: (target, name: string) => {
      if (name === "deletedAt") return undefined;
      return { ...target, base: nested }[name as "pk"] ?? (lists.includes(name) ? list : "X");
    },
  }) as Item;
};

test.each(recordKindList.filter((kind) => kind !== "article" && kind !== "history-entry"))(
  "The simulation finds a dangling reference of a record of the kind %s",
  (kind) => {
    const item = referring(kind);
    const owners = new Set(["MTG#O META", "MTG#X META"]);
    const snapshot = {
      get: (pk: string, sk: string) =>
        owners.has(`${pk} ${sk}`) && kind !== "award" ? ({ pk, sk } as Item) : undefined,
      ofKind: (one: string) => (one === kind ? [item] : []),
    };
    expect(referencesOf(kind, item).length).toBeGreaterThan(0);
    expect(danglingIn(snapshot)).not.toEqual([]);
  },
);
