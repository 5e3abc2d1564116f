import { Problem } from "../shared/problem.ts";
import { keys } from "../table/keys.ts";
import { deleteItem, insert, type Key, type OnConditionFailed, type Write } from "../table/write.ts";
import { type ExternalIdKind, refer } from "./kinds.ts";

type ExternalIds = Readonly<Record<string, string>>;

/** Whose external ids they are: the record, its kind, and the scope in which they are unique. */
export type ExternalOwner = { kind: ExternalIdKind; id: string; scope: string };

const taken =
  (kind: ExternalIdKind): OnConditionFailed =>
  (old) =>
    new Problem("duplicate-external-id", { existing: old ? refer(kind, String(old.id)) : undefined });

type Held = { owner: ExternalOwner; ids: ExternalIds | undefined };
type Guard = Key & { id: string; kind: ExternalIdKind };

/** Guards for the external ids a record gains, and the end of those it loses. `before` and `after` may be absent. */
export const externalIdWrites = (before: Held | undefined, after: Held | undefined): Write[] => {
  const old = guardsOf(before);
  const now = guardsOf(after);
  return [
    ...[...now].filter(([pk]) => !old.has(pk)).map(([, guard]) => insert(guard, taken(guard.kind))),
    ...[...old].filter(([pk]) => !now.has(pk)).map(([, { pk, sk }]) => deleteItem({ pk, sk })),
  ];
};

const guardsOf = (held: Held | undefined) => {
  if (!held) return new Map<string, Guard>();
  const { kind, id, scope } = held.owner;
  const guards = Object.entries(held.ids ?? {}).map(([source, externalId]) => ({
    ...keys.externalId(scope, kind, source, externalId),
    id,
    kind,
  }));
  return new Map<string, Guard>(guards.map((guard) => [guard.pk, guard]));
};
