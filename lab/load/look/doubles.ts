import { type Fields, markOf, type Seen } from "../records.ts";
import { type Places, placesOf } from "./places.ts";

/** Two records of one making, or of one number or external id that is unique in its committee. */
export const doublesIn = (seen: ReadonlyMap<string, Seen>): string[] => {
  const places = placesOf(seen);
  const first = new Map<string, string>();
  return [...seen.values()].flatMap((one) =>
    uniqueOf(one, places).flatMap((name) => {
      const other = first.get(name);
      first.set(name, one.href);
      return other === undefined ? [] : [`Both ${other} and ${one.href} are ${name}`];
    }),
  );
};

const uniqueOf = (one: Seen, places: Places): string[] => {
  const { kind, record } = one;
  const mark = markOf(one);
  const tenantId = places.tenantOf(String(record.organisationId ?? record.parentId ?? ""));
  const ids = Object.entries((record.externalIds ?? {}) as Fields);
  return [
    ...(mark === undefined ? [] : [`${kind} ${mark}`]),
    ...(record.memberNumber === undefined ? [] : [`member number ${record.memberNumber} of ${tenantId}`]),
    ...ids.map(([source, id]) => `${kind} ${source}:${id} of ${tenantId}`),
  ];
};
