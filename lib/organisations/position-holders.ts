import * as z from "zod/mini";
import { type Day, dayBefore } from "../shared/days.ts";
import { decodeStored } from "../shared/decode-stored.ts";
import { lists } from "../table/keys.ts";
import { readAll } from "../table/read-all.ts";
import type { Table } from "../table/table.ts";
import { isActiveOn, type LifeSpan } from "./life-span.ts";
import type { CommitteeTree } from "./tree.ts";

const day = z.optional(z.string());
const position = z.object({ organisationId: z.string(), from: day, to: day });
const entry = z.object({ id: z.string(), kind: z.optional(z.string()), on: day, voids: z.optional(z.string()) });
/** What the item of a member states about positions; a position without `to` ends with a departure. */
const holder = z.object({ positions: z.optional(z.array(position)), history: z.array(entry) });

type Holder = z.output<typeof holder>;

/** The lists of members in the indexes: current and former ones. */
const memberLists = ["member", "former-member"];
/** A position that has not ended. */
const open: Day = "9999-12-31";

/** The number of members of a tenant with positions in one of its organisations on days outside a life span. */
export const holdersOutside = async (
  table: Pick<Table, "query">,
  { tenantId }: CommitteeTree,
  { organisationId, span }: { organisationId: string; span: LifeSpan },
): Promise<number> => {
  const partitions = memberLists.map((list) => lists.inTenant(tenantId, list));
  const found = await Promise.all(partitions.map((partition) => readAll(table, { index: "byTenant", partition })));
  const isOutside = (member: Holder) =>
    (member.positions ?? []).some(
      (one) =>
        one.organisationId === organisationId &&
        !(isActiveOn(span, one.from) && isActiveOn(span, one.to ?? departureAfter(member, one.from) ?? open)),
    );
  return found.flat().filter((item) => isOutside(decodeStored(holder, item))).length;
};

/** The last day before the first departure from a day on. */
const departureAfter = ({ history }: Holder, from: Day = ""): Day | undefined => {
  const voided = new Set(history.map(({ voids }) => voids));
  const days = history.flatMap(({ id, kind, on }) =>
    kind === "departed" && on !== undefined && on > from && !voided.has(id) ? [on] : [],
  );
  const [first] = days.sort();
  return first === undefined ? undefined : dayBefore(first);
};
