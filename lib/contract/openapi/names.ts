import type { ZodMiniType } from "zod/mini";
import type { routeList } from "../routes.ts";

type NamedRoute = (typeof routeList)[number];

const verbs = /^(create|list|get|update|put|add|announce|renew|issue)(?=[A-Z])/;
const byExternalId = /ByExternalId$/;

/** The noun of an operation: `Member` for `createMember` and `putMemberByExternalId`. */
const nounOf = (operation: string): string => pascal(operation.replace(verbs, "").replace(byExternalId, ""));
const pascal = (name: string) => name.charAt(0).toUpperCase() + name.slice(1);

/** Whether the response is a page of a list: its query accepts a cursor. */
export const isList = (route: NamedRoute): boolean => shapeOf(route.query)?.cursor !== undefined;

/** The fields of an object schema. */
export const shapeOf = (schema: ZodMiniType | undefined): Record<string, ZodMiniType> | undefined =>
  (schema?._zod.def as { shape?: Record<string, ZodMiniType> } | undefined)?.shape;

/** Names each schema of the routes; where the name is taken, by the operation. */
const named = (wanted: readonly { schema: ZodMiniType | undefined; name: string; otherwise: string }[]) => {
  const names = new Map<ZodMiniType, string>();
  const taken = new Set<string>();
  for (const { schema, name, otherwise } of wanted) {
    if (!schema || names.has(schema)) continue;
    const free = taken.has(name) ? otherwise : name;
    taken.add(free);
    names.set(schema, free);
  }
  return names;
};

/** Names of request schemas: `MemberInput`. */
export const inputNames = (list: readonly NamedRoute[]): Map<ZodMiniType, string> =>
  named(
    list.map(({ operation, body }) => ({
      schema: body,
      name: `${nounOf(operation)}Input`,
      otherwise: `${pascal(operation)}Input`,
    })),
  );

/** Names of response schemas: `Member`, `MembersPage`. The plain name goes to the operation that reads the record. */
export const responseNames = (list: readonly NamedRoute[]): Map<ZodMiniType, string> => {
  const readFirst = [...list].sort((a, b) => Number(isReading(b)) - Number(isReading(a)));
  return named(
    readFirst.map((route) => ({
      schema: route.response,
      name: nounOf(route.operation) + (isList(route) ? "Page" : ""),
      otherwise: `${pascal(route.operation)}Answer`,
    })),
  );
};

const isReading = ({ operation }: NamedRoute) => operation.startsWith("get");

/** The name of the merge patch of an operation: `MemberPatch`. */
export const patchName = (operation: string): string => `${nounOf(operation)}Patch`;
