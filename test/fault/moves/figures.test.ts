import type { DynamoDBRecord } from "aws-lambda";
import fc from "fast-check";
import { createRequestContext } from "../../../functions/shared/request-context.ts";
import { listMembers } from "../../../lib/members/reads.ts";
import type { OrganisationKind } from "../../../lib/organisations/schema.ts";
import { storedResponseIn } from "../../../lib/records/idempotency.ts";
import type { Result } from "../../../lib/records/request-context.ts";
import { Problem } from "../../../lib/shared/problem.ts";
import { createTable, type Table } from "../../../lib/table/table.ts";
import { createMoveFixtures } from "../../store/moves/move-fixtures.ts";
import { useRollUps } from "../../store/statistics/stream.ts";
import { callerAt, rootCaller, untimedRetries, useWorld } from "../../support/world.ts";
import { calendar } from "../../unit/members/naive.ts";
import { Interruption, type InterruptionPoint, interruptAt } from "../interruption.ts";
import { type Action, actionOf, anyStep, type Step } from "./history.ts";
import { childrenOn, figuresOn, isBelow, membersOn, type Plain, plainOf } from "./plain.ts";

const world = useWorld();
const act = createMoveFixtures(world);
const { read, rollUp, settle } = useRollUps(world);

const latest = calendar.at(-1) ?? "";

/** A tree with every kind of organisation at every level where it is allowed. */
const plantTree = async (): Promise<Plain> => {
  const created: { id: string; kind: OrganisationKind; parentId: string | undefined }[] = [];
  const plant = async (kind: OrganisationKind, parentId?: string) => {
    const id = await act.organisation({ kind, name: `${kind} ${created.length}`, ...(parentId ? { parentId } : {}) });
    created.push({ id, kind, parentId });
    return id;
  };
  const top = await plant("superior-committee");
  const [a, b] = [await plant("superior-committee", top), await plant("superior-committee", top)];
  const inner = await plant("superior-committee", a);
  const [first, second] = [await plant("grassroots-committee", inner), await plant("grassroots-committee", b)];
  const [one, two] = [await plant("departmental-committee", first), await plant("departmental-committee", first)];
  for (const parentId of [first, one, two, second, a]) await plant("cell", parentId);
  return plainOf(created);
};

/** A table whose client is interrupted at one of its calls. */
const cutTable = (cut: InterruptionPoint): Table => {
  const { around } = interruptAt(cut);
  return createTable(around(world.client), world.tableName, () => crypto.randomUUID(), untimedRetries);
};

const isProblem = (error: unknown, ...codes: string[]) => error instanceof Problem && codes.includes(error.code);

const isRetried = (error: unknown) => error instanceof Interruption || isProblem(error, "write-conflict", "busy");

/** No request conflicts more often: each conflict is a commit of one of the few concurrent requests. */
const conflictsMaximum = 12;

/**
 * An interrupted request, repeated with the same idempotency key. Undefined if it was rejected. Repeated without a limit if the
 * table was busy, as it is on a busy machine for as long as that lasts.
 */
const runWithRetries = async (action: Action, key: string, cut: InterruptionPoint): Promise<Result | undefined> => {
  const once = { clientId: "admin", route: "all", key, fingerprint: key };
  let table = cutTable(cut);
  for (let conflicts = 0; conflicts < conflictsMaximum; table = world.dependencies.table) {
    try {
      const { context, storedResponse: earlier } = createRequestContext(
        { ...world.dependencies, table },
        rootCaller,
        once,
      );
      await earlier;
      return await action.run(context);
    } catch (error) {
      const replay = storedResponseIn(error);
      if (replay) return replay;
      if (isProblem(error, "invalid-input", "stale")) return undefined;
      if (!isRetried(error)) throw error;
      if (isProblem(error, "write-conflict")) conflicts += 1;
    }
  }
  throw new Error(`Rejected after ${conflictsMaximum} conflicts`);
};

/** A batch may be interrupted first, arrive twice concurrently, and backwards. */
type Delivery = { cut: InterruptionPoint | null; twice: boolean; backwards: boolean };
const anyCut: fc.Arbitrary<InterruptionPoint> = fc.record({
  step: fc.integer({ min: 1, max: 6 }),
  when: fc.constantFrom("before" as const, "after" as const),
});
const anyDelivery: fc.Arbitrary<Delivery> = fc.record({
  cut: fc.option(anyCut),
  twice: fc.boolean(),
  backwards: fc.boolean(),
});

const deliver = async (records: DynamoDBRecord[], { cut, twice, backwards }: Delivery) => {
  if (cut) await rollUp(records, cutTable(cut));
  await Promise.all(twice ? [rollUp(records), rollUp(records)] : [rollUp(records)]);
  if (backwards) for (const record of records.toReversed()) await rollUp([record]);
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
      const { items } = await listMembers(world.contextAs(), { organisationId, asOf }, { limit: 100 });
      expect(items.map(({ id }) => id).sort()).toEqual(
        membersOn(plain, organisationId, asOf)
          .map(({ member }) => member)
          .sort(),
      );
    }
};

/** Visibility and children are correct without a roll-up. */
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

/** The first steps of every run, so that there is something to move. */
const beginning: Step[] = [
  ...[0, 1, 2, 3, 4].map((cell) => ({ kind: "join", cell, on: calendar[2 * cell] ?? "", confirmed: true }) as const),
  ...[0, 5, 8].map((where) => ({ kind: "meet", where, on: calendar[where] ?? "" }) as const),
];

test("After concurrent moves with interruptions and retries, statistics, lists and placements equal a recount", async () => {
  const anyRound = fc.record({
    steps: fc.array(fc.tuple(anyStep, anyCut), { minLength: 1, maxLength: 3 }),
    delivery: fc.option(anyDelivery),
  });
  let actions = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(anyRound, { minLength: 8, maxLength: 20 }), async (rounds) => {
      const plain = await plantTree();
      const delivered: DynamoDBRecord[] = [];
      const first = {
        steps: beginning.map((step): [Step, InterruptionPoint] => [step, { step: 9, when: "after" }]),
        delivery: null,
      };
      for (const { steps, delivery } of [first, ...rounds]) {
        const doing = steps.map(async ([step, cut]) => {
          const name = `Việc ${actions++}`;
          const action = actionOf(plain, step, name);
          const done = action && (await runWithRetries(action, name, cut));
          return () => done && action.note(done);
        });
        for (const note of await Promise.all(doing)) note();
        if (!delivery) continue;
        delivered.push(...(await read()));
        await deliver(delivered, delivery);
      }
      await expectPlaces(plain);
      const organisations = [...plain.organisations.values()];
      const within = organisations.filter(({ kind }) => kind !== "superior-committee").map(({ id }) => id);
      await expectFigures(plain, within);
      await expectLists(plain, within);
      await rollUp(delivered);
      await settle();
      await expectFigures(plain, [...plain.organisations.keys()]);
    }),
    { numRuns: Number(process.env.MOVES_RUNS ?? 10), endOnFailure: true },
  );
});
