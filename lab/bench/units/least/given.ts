import type { OperationName } from "../../../../lib/contract/routes.ts";
import type { Item, Key } from "../../../../lib/table/write.ts";
import type { Asked } from "../../../../test/support/api-event.ts";
import type { AnyRecord } from "../../../../test/support/service.ts";
import type { Archive } from "../../place/archive.ts";
import { type Moment, type Need, nameOf } from "./need.ts";

/** A call that was made: what was asked and answered, and the table before and after it. */
export type Given = { archive: Archive; asked: Asked; record: AnyRecord; before: Moment; after: Moment };

/** What a call of an operation needs for what it guarantees, thought out from its contract, not from what it does. */
export type NeedsOf = (given: Given) => Need[];

/** The needs of every measured call, in the order of its cases. */
export type LeastOf<Operation extends OperationName> = Readonly<Record<Operation, readonly NeedsOf[]>>;

/** A parameter of the path. */
export const idOf = ({ asked: { params = {} } }: Given, name: string): string => params[name] ?? "";

/** The item at a key before the call. */
export const was = ({ before }: Given, key: Key): Item => {
  const item = before.get(nameOf(key));
  if (!item) throw new Error(`Nothing stood at ${nameOf(key)}`);
  return item;
};

/** Keys of the items that fulfil something. */
export const keysWhere = (moment: Moment, fits: (item: Item) => boolean): Key[] =>
  [...moment.values()].filter(fits).map(({ pk, sk }) => ({ pk, sk }));
