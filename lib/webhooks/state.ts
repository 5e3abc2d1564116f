import * as z from "zod/mini";
import { Problem } from "../shared/problem.ts";
import { keys } from "../table/keys.ts";
import { type Item, insert, update, type Write } from "../table/write.ts";

const stateItem = z.object({
  /** Number of the last entry of its feed that was handled. */
  position: z.int(),
  /** Version of the webhook's record. A worker that knows another version reads both again. */
  revision: z.int(),
  /** Failed attempts of the next change, the time of the first, and of the next attempt (milliseconds since the epoch). */
  attempts: z._default(z.int(), 0),
  failingSince: z.optional(z.int()),
  nextAttemptAt: z.optional(z.int()),
  /** Id and end of the lease of the worker that delivers now. */
  lease: z.optional(z.string()),
  leaseUntil: z.optional(z.int()),
  /** A message arrived during the lease: the feed may have grown since the worker read it. */
  recheckRequested: z.optional(z.boolean()),
  /** Time at which a message arrives that checks the webhook after the lease. */
  recheckAt: z.optional(z.int()),
});

/** Progress of a webhook. An item of its own, so that the version of the record changes only when callers see a change. */
export type DeliveryState = z.output<typeof stateItem>;
type DeliveryStateField = keyof DeliveryState;

export const readState = (item: Item): DeliveryState => stateItem.parse(item);

export const insertState = (webhookId: string, position: number, revision: number): Write =>
  insert({ ...keys.webhookState(webhookId), position, revision });

/** Fields that a successful attempt clears. */
export const failureFields: readonly DeliveryStateField[] = ["attempts", "failingSince", "nextAttemptAt"];
/** Fields that the end of a lease clears. */
export const leaseFields: readonly DeliveryStateField[] = ["lease", "leaseUntil", "recheckRequested"];

export type StateChange = {
  set?: Partial<DeliveryState>;
  remove?: readonly DeliveryStateField[];
  /** Values that the fields must have; `undefined`: none. */
  expect?: { [Field in DeliveryStateField]?: DeliveryState[Field] | undefined };
};

/** Updates the state of a webhook that still exists. Fails with `write-conflict`. */
export const updateState = (webhookId: string, { set = {}, remove = [], expect = {} }: StateChange): Write => {
  const sets = Object.entries(set);
  const expected = Object.entries(expect);
  const conditions = expected.map(([name, value]) =>
    value === undefined ? `attribute_not_exists(#${name})` : `#${name} = :old_${name}`,
  );
  const known = expected.filter(([, value]) => value !== undefined);
  const named = [...new Set([...sets, ...expected].map(([name]) => name).concat(remove))];
  const parts = [
    ...(sets.length > 0 ? [`SET ${sets.map(([name]) => `#${name} = :${name}`).join(", ")}`] : []),
    ...(remove.length > 0 ? [`REMOVE ${remove.map((name) => `#${name}`).join(", ")}`] : []),
  ];
  return update(
    keys.webhookState(webhookId),
    {
      update: parts.join(" "),
      names: Object.fromEntries(named.map((name) => [`#${name}`, name])),
      values: {
        ...Object.fromEntries(sets.map(([name, value]) => [`:${name}`, value])),
        ...Object.fromEntries(known.map(([name, value]) => [`:old_${name}`, value])),
      },
      condition: { expression: ["attribute_exists(pk)", ...conditions].join(" AND ") },
    },
    () => new Problem("write-conflict"),
  );
};
