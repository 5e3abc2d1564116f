import type { DynamoDBRecord } from "aws-lambda";
import fc from "fast-check";
import { createRequestContext } from "../../../functions/shared/request-context.ts";
import { createRollUp } from "../../../functions/stream-processor/roll-up.ts";
import { createStreamHandler } from "../../../functions/stream-processor/stream-handler.ts";
import { listMembers } from "../../../lib/members/reads.ts";
import type { OrganisationKind } from "../../../lib/organisations/schema.ts";
import { storedResponseIn } from "../../../lib/records/idempotency.ts";
import type { Result } from "../../../lib/records/request-context.ts";
import { Problem } from "../../../lib/shared/problem.ts";
import { createTable, type Table } from "../../../lib/table/table.ts";
import { movers } from "../../store/moves/movers.ts";
import { openStream, settled, type Tallies } from "../../store/statistics/stream.ts";
import { callerAt, rootCaller, startWorld, type World } from "../../support/world.ts";
import { calendar } from "../../unit/members/naive.ts";
import { type Cut, CutOff, cutting } from "../cutting.ts";
import { anyWish, type Deed, deedOf, type Wish } from "./history.ts";
import { childrenOn, figuresOn, isBelow, membersOn, type Plain, plainOf } from "./plain.ts";

let world: World;
let stream: Tallies;
let act: ReturnType<typeof movers>;
beforeAll(async () => {
  world = await startWorld();
  stream = await openStream(world);
  act = movers(world);
});
afterAll(async () => {
  stream.close();
  await world.close();
});

const latest = calendar.at(-1) ?? "";

/** A tree with all that may move: superiors in superiors, committees, departments, cells everywhere. */
const planted = async (): Promise<Plain> => {
  const made: { id: string; kind: OrganisationKind; parentId: string | undefined }[] = [];
  const plant = async (kind: OrganisationKind, parentId?: string) => {
    const id = await act.organisation({ kind, name: `${kind} ${made.length}`, ...(parentId ? { parentId } : {}) });
    made.push({ id, kind, parentId });
    return id;
  };
  const top = await plant("superior-committee");
  const [a, b] = [await plant("superior-committee", top), await plant("superior-committee", top)];
  const inner = await plant("superior-committee", a);
  const [first, second] = [await plant("grassroots-committee", inner), await plant("grassroots-committee", b)];
  const [one, two] = [await plant("departmental-committee", first), await plant("departmental-committee", first)];
  for (const parentId of [first, one, two, second, a]) await plant("cell", parentId);
  return plainOf(made);
};

/** A table of a process that is cut off at one of its calls. */
const cutTable = (cut: Cut): Table => {
  const { around } = cutting(cut);
  return createTable(around(world.client), world.tableName, () => crypto.randomUUID());
};

const isProblem = (error: unknown, ...codes: string[]) => error instanceof Problem && codes.includes(error.code);

/** Other writers may be faster time and again, and then the caller tries once more. */
const triesMaximum = 12;

/** Cut off somewhere, then asked for again with the same key, as a careful caller does. Undefined where it was refused. */
const careful = async (deed: Deed, key: string, cut: Cut): Promise<Result | undefined> => {
  const once = { clientId: "admin", route: "all", key, fingerprint: key };
  for (let tries = 0; tries < triesMaximum; tries++) {
    const table = tries === 0 ? cutTable(cut) : world.dependencies.table;
    try {
      const { context, storedResponse: earlier } = createRequestContext(
        { ...world.dependencies, table },
        rootCaller,
        once,
      );
      await earlier;
      return await deed.run(context);
    } catch (error) {
      const replay = storedResponseIn(error);
      if (replay) return replay;
      if (isProblem(error, "invalid-input", "stale")) return undefined;
      if (!(error instanceof CutOff || isProblem(error, "write-conflict", "busy"))) throw error;
    }
  }
  throw new Error("Refused time and again");
};

/** How records reach the function: cut off at a call first, twice at once, from the last to the first. */
type Delivery = { cut: Cut | null; twice: boolean; backwards: boolean };
const anyCut: fc.Arbitrary<Cut> = fc.record({
  step: fc.integer({ min: 1, max: 6 }),
  when: fc.constantFrom("before" as const, "after" as const),
});
const anyDelivery: fc.Arbitrary<Delivery> = fc.record({
  cut: fc.option(anyCut),
  twice: fc.boolean(),
  backwards: fc.boolean(),
});

const carry = (Records: DynamoDBRecord[], table: Table = world.dependencies.table) =>
  createStreamHandler([createRollUp(() => ({ table }))], () => undefined)({ Records });

const deliver = async (records: DynamoDBRecord[], { cut, twice, backwards }: Delivery) => {
  if (cut) await carry(records, cutTable(cut));
  await Promise.all(twice ? [carry(records), carry(records)] : [carry(records)]);
  if (backwards) for (const record of records.toReversed()) await carry([record]);
};

const expectFigures = async (plain: Plain, ids: readonly string[]) => {
  for (const id of ids)
    for (const day of calendar) {
      const { members, cells, awards, meetings } = await act.figures(id, day);
      const { total, official, mayVote } = members;
      expect({ id, day, cells, members: { total, official, mayVote }, awards, meetings }).toEqual({
        id,
        day,
        ...figuresOn(plain, id, day),
      });
    }
};

const expectLists = async (plain: Plain, ids: readonly string[]) => {
  for (const organisationId of ids)
    for (const asOf of calendar) {
      const { items } = await listMembers(world.workAs(), { organisationId, asOf }, { limit: 100 });
      expect(items.map(({ id }) => id).sort()).toEqual(
        membersOn(plain, organisationId, asOf)
          .map(({ member }) => member)
          .sort(),
      );
    }
};

/** Who sees what, and what hangs where, as soon as the answers are there. */
const expectPlaces = async (plain: Plain) => {
  const ids = [...plain.organisations.keys()];
  for (const above of ids)
    for (const id of ids) {
      const seen = (await act.seen(id, callerAt([above]))) !== undefined;
      expect([above, id, seen]).toEqual([above, id, isBelow(plain, id, above, latest)]);
    }
  for (const { id, kind } of plain.organisations.values())
    if (kind === "superior-committee") {
      const tenantIds = (await act.below(id)).filter((one) => plain.organisations.get(one)?.parentId !== undefined);
      expect(tenantIds).toEqual(childrenOn(plain, id, latest));
    }
};

/** What every story begins with, so that there is something to move. */
const beginning: Wish[] = [
  ...[0, 1, 2, 3, 4].map((cell) => ({ kind: "join", cell, on: calendar[2 * cell] ?? "", confirmed: true }) as const),
  ...[0, 5, 8].map((where) => ({ kind: "meet", where, on: calendar[where] ?? "" }) as const),
];

test("After moves on any days, whatever was cut off, doubled or overtaken, figures, lists and places equal a recount", async () => {
  const anyStep = fc.record({
    wishes: fc.array(fc.tuple(anyWish, anyCut), { minLength: 1, maxLength: 3 }),
    delivery: fc.option(anyDelivery),
  });
  let deeds = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(anyStep, { minLength: 8, maxLength: 20 }), async (steps) => {
      const plain = await planted();
      const held: DynamoDBRecord[] = [];
      const first = {
        wishes: beginning.map((wish): [Wish, Cut] => [wish, { step: 9, when: "after" }]),
        delivery: null,
      };
      for (const { wishes, delivery } of [first, ...steps]) {
        const doing = wishes.map(async ([wish, cut]) => {
          const name = `Việc ${deeds++}`;
          const deed = deedOf(plain, wish, name);
          const done = deed && (await careful(deed, name, cut));
          return () => done && deed.note(done);
        });
        for (const note of await Promise.all(doing)) note();
        if (!delivery) continue;
        held.push(...(await stream.read()));
        await deliver(held, delivery);
      }
      await expectPlaces(plain);
      const organisations = [...plain.organisations.values()];
      const within = organisations.filter(({ kind }) => kind !== "superior-committee").map(({ id }) => id);
      await expectFigures(plain, within);
      await expectLists(plain, within);
      await carry(held);
      await settled(stream, carry);
      await expectFigures(plain, [...plain.organisations.keys()]);
    }),
    { numRuns: Number(process.env.MOVES_RUNS ?? 10), endOnFailure: true },
  );
}, 600_000);
