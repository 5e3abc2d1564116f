import { kindOperations } from "../../lib/contract/kinds.ts";
import { recordKindList } from "../../lib/records/kinds.ts";
import { useKindRecords } from "../support/kind-records.ts";
import { kindSamples } from "../support/kind-samples.ts";

const { api, ids } = useKindRecords();

type Place = readonly (string | number)[];
const isTree = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;

/** Where an input has texts, ids of other systems included. */
const textsIn = (value: unknown, place: Place = []): Place[] => {
  if (typeof value === "string") return [place];
  if (!isTree(value)) return [];
  return Object.entries(value).flatMap(([name, inner]) => textsIn(inner, [...place, name]));
};

const textAt = (value: unknown, place: Place): string =>
  place.reduce<unknown>((inner, name) => (isTree(inner) ? inner[name] : undefined), value) as string;

const withText = (value: unknown, [name, ...rest]: Place, text: string): unknown => {
  if (name === undefined) return text;
  const copy = structuredClone(value) as Record<string, unknown>;
  copy[name] = withText(copy[name], rest, text);
  return copy;
};

const samples = (kind: (typeof recordKindList)[number]): object[] =>
  kindSamples[kind].bodies.map((bodyOf) => kindSamples[kind].request?.(bodyOf(ids)) ?? bodyOf(ids));

describe.each(recordKindList)("Every text of the kind %s", (kind) => {
  test.each([
    ["a zero width space", (text: string) => `${text}\u200b`],
    ["a soft hyphen", (text: string) => text.replace(/^./u, "$&\u00ad")],
    ["a byte order mark", (text: string) => `\ufeff${text}`],
    ["U+FFFF", (text: string) => `${text}\uffff`],
    ["a lone surrogate", (text: string) => `${text}\ud800`],
    ["nothing but a joiner", () => "\u200d"],
    ["nothing but a combining mark", () => "\u0301"],
  ])("is rejected by name with %s", async (_what, change) => {
    for (const body of samples(kind)) {
      for (const place of textsIn(body)) {
        const changed = withText(body, place, change(textAt(body, place)));
        const { status, json } = await api.call(kindOperations[kind].create, { params: ids, body: changed });
        const pointers = ((json as { errors?: { pointer: string }[] }).errors ?? []).map(({ pointer }) => pointer);
        expect([place, status, pointers]).toEqual([place, 422, expect.arrayContaining([`/${place.join("/")}`])]);
      }
    }
  });
});
