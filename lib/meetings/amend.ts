import { invalidInput, notFound, Problem } from "../shared/problem.ts";
import { type Item, idempotentUpdate, keyOf, type OnConditionFailed, type Write } from "../table/write.ts";
import { limits } from "../vocabulary/limits.ts";

/** Counted beside the record by those who name it; a change of the record must not set it back. */
const counter = "refs";

const stale: OnConditionFailed = (old) => (old ? new Problem("stale") : notFound());

/**
 * Changes an item from what was read to what it is to be, attribute by attribute, at the version that was read: others
 * may add to its count of references meanwhile.
 */
export const amend = (before: Item, after: Item): Write => {
  if (Buffer.byteLength(JSON.stringify(after)) > limits.itemBytes) {
    throw invalidInput([{ pointer: "", code: "record-too-large", values: { maximum: limits.itemBytes } }]);
  }
  const given = Object.entries(after).filter(([name, value]) => isContent(name) && value !== undefined);
  const lost = Object.keys(before).filter((name) => isContent(name) && after[name] === undefined);
  const sets = given.map((_, i) => `#s${i} = :s${i}`).join(", ");
  const removes = lost.map((_, i) => `#r${i}`).join(", ");
  return idempotentUpdate(
    keyOf(before),
    {
      update: `SET ${sets}${removes && ` REMOVE ${removes}`}`,
      names: {
        ...Object.fromEntries(given.map(([name], i) => [`#s${i}`, name])),
        ...Object.fromEntries(lost.map((name, i) => [`#r${i}`, name])),
      },
      values: Object.fromEntries(given.map(([, value], i) => [`:s${i}`, value])),
      condition: { expression: "version = :seen", values: { ":seen": before.version } },
    },
    stale,
  );
};

const isContent = (name: string) => !["pk", "sk", "writtenBy", "by", "answeredIn", counter].includes(name);
