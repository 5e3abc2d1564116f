import * as z from "zod/mini";
import { Problem } from "../shared/problem.ts";
import { keys } from "../table/keys.ts";
import { type Item, insert, update, type Write } from "../table/write.ts";

const stateItem = z.object({
  /** Number of the last entry of its feed that it has dealt with. */
  position: z.int(),
  /** Version of the webhook's record: who delivers by another one reads both again. */
  revision: z.int(),
  /** Attempts of the next change that failed, when the first did, and when to try again (milliseconds since the epoch). */
  attempts: z._default(z.int(), 0),
  failingSince: z.optional(z.int()),
  nextAttemptAt: z.optional(z.int()),
  /** Who delivers now, and until when nobody else does. */
  lease: z.optional(z.string()),
  leaseUntil: z.optional(z.int()),
  /** Somebody came while another delivered: the feed has grown since that one has begun to read it. */
  asked: z.optional(z.boolean()),
  /** Until then a message is on its way that looks after the lease. */
  guardedUntil: z.optional(z.int()),
});

/** How far a webhook has come. It stands beside the record, whose version moves only when callers see another record. */
export type DeliveryState = z.output<typeof stateItem>;
export type DeliveryStateField = keyof DeliveryState;

/** Reads an item; throws where it is not what we write. */
export const readState = (item: Item): DeliveryState => stateItem.parse(item);

export const insertState = (webhookId: string, position: number, revision: number): Write =>
  insert({ ...keys.webhookState(webhookId), position, revision });

const failing: readonly DeliveryStateField[] = ["attempts", "failingSince", "nextAttemptAt"];
const leased: readonly DeliveryStateField[] = ["lease", "leaseUntil", "asked"];

/** What goes with the end of failing, and with the end of a lease. */
export const stateFields = { failing, leased } as const;

type StateChange = {
  set?: Partial<DeliveryState>;
  remove?: readonly DeliveryStateField[];
  /** What must stand there: a value, or nothing for `undefined`. */
  expect?: { [Field in DeliveryStateField]?: DeliveryState[Field] | undefined };
};

/** A change of the state of a webhook that is still there. Refused with `write-conflict`. */
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
