import { readTree } from "../organisations/tree.ts";
import { ownLength } from "../shared/ids.ts";
import { keys } from "../table/keys.ts";
import { readMany } from "../table/read-many.ts";
import type { Table } from "../table/table.ts";
import { add, type Item, insert, type Key, remove, replace, type Write } from "../table/write.ts";
import { type Carried, type CarriedNote, carryOf, changeAt, readCarried, type TallyImage } from "./carried.ts";
import { sequence } from "./tally.ts";

/**
 * Items carried in one transaction: each writes what it has carried and adds to a tally of its parent, of its former
 * parent too where it has moved, which stays under the 100 actions a transaction takes.
 */
const atOnce = 33;

type Carry = { image: TallyImage; before: CarriedNote | undefined; after: Carried | undefined };

/** Only a grassroots or superior committee is carried further; its id is its own home. */
export const isHome = (organisationId: string) => organisationId.length === ownLength;

/** The newest state of every tally item: those before it need no work. */
const newest = (images: readonly TallyImage[]): TallyImage[] => {
  const latest = new Map<string, TallyImage>();
  for (const image of images) {
    const name = `${image.home} ${image.sk}`;
    const known = latest.get(name);
    if (!known || isNewer(image, known)) latest.set(name, image);
  }
  return [...latest.values()];
};

const isNewer = (image: TallyImage, known: TallyImage) =>
  known.counts !== undefined && (!image.counts || image.n >= known.n);

/**
 * Carries tally items of homes to the superiors above them: adds what has changed since it was carried last, together
 * with a note of what is carried now. Images may come twice and in any order.
 * @returns the images of what could not be written, with the error
 */
export const carryUp = async (
  table: Table,
  images: readonly TallyImage[],
): Promise<{ image: TallyImage; error: unknown }[]> => {
  const carries = await planned(table, newest(images));
  const failed: { image: TallyImage; error: unknown }[] = [];
  for (let i = 0; i < carries.length; i += atOnce) {
    const some = carries.slice(i, i + atOnce);
    const writes = some.flatMap(writesOf);
    await table.write(writes).catch((error: unknown) => failed.push(...some.map(({ image }) => ({ image, error }))));
  }
  return failed;
};

const planned = async (table: Table, images: readonly TallyImage[]): Promise<Carry[]> => {
  const homes = [...new Set(images.map(({ home }) => home))];
  const [trees, carried] = await Promise.all([
    readMany(table, homes.map(keys.tree)),
    readMany(
      table,
      images.map(({ home, sk }) => keys.carried(home, sk)),
    ),
  ]);
  const parents = new Map(homes.map((home, i) => [home, parentOf(trees[i])]));
  const carries = images.flatMap((image, i): Carry[] => {
    const before = readCarried(carried[i]);
    const after = carryOf(image, parents.get(image.home), before);
    return after === "same" ? [] : [{ image, before, after }];
  });
  return withoutLost(table, carries);
};

const parentOf = (tree: Item | undefined) => (tree ? { parentId: readTree(tree).path.at(-1) } : undefined);

/**
 * A former parent may have been deleted since: then nothing is to be taken back from its own tally, which has gone and is
 * taken back above it as a whole. What it counted by months and days still stands and goes the usual way.
 */
const withoutLost = async (table: Table, carries: Carry[]): Promise<Carry[]> => {
  const former = [
    ...new Set(
      carries.flatMap(({ before, after }) =>
        before?.parentId && before.parentId !== after?.parentId ? [before.parentId] : [],
      ),
    ),
  ];
  const trees = await readMany(table, former.map(keys.tree));
  const lost = new Set(former.filter((_, i) => !trees[i]));
  return carries.map((carry) =>
    carry.before?.parentId && lost.has(carry.before.parentId) && carry.image.sk === keys.tally("").sk
      ? { ...carry, before: { ...carry.before, parentId: undefined } }
      : carry,
  );
};

const writesOf = ({ image, before, after }: Carry): Write[] => {
  const parents = [...new Set([before?.parentId, after?.parentId])].filter((id) => id !== undefined);
  return [
    noteOf(keys.carried(image.home, image.sk), before, after),
    ...parents.flatMap((parentId) => addAt(parentId, image.sk, changeAt(parentId, before, after))),
  ];
};

/** The note stands or falls with the one it was planned from, so that nothing is carried twice. */
const noteOf = (key: Key, before: CarriedNote | undefined, after: Carried | undefined): Write => {
  const version = before?.version ?? 0;
  if (!after) return remove(key, version);
  const { parentId, n, counts } = after;
  const item = { ...key, ...counts, ...(parentId ? { parentId } : {}), [sequence]: n, version: version + 1 };
  return before ? replace(item, version) : insert(item);
};

const addAt = (parentId: string, sk: string, change: Readonly<Record<string, number>>): Write[] => {
  if (Object.keys(change).length === 0) return [];
  const key = { pk: keys.tally(parentId).pk, sk };
  return [add(key, { ...change, [sequence]: 1 }, { mustExist: sk === keys.tally(parentId).sk })];
};
