import { documents, getPart } from "../../../lib/meetings/parts.ts";
import { rejectionOf, startWorld, type World } from "../../support/world.ts";
import { meetingRoom } from "./room.ts";

let world: World;
let room: ReturnType<typeof meetingRoom>;
let units: Awaited<ReturnType<typeof room.committee>>;
beforeAll(async () => {
  world = await startWorld();
  room = meetingRoom(world);
});
beforeEach(async () => {
  units = await room.committee();
});
afterAll(() => world.close());

const statusOf = async (id: string, documentId: string) =>
  (await getPart(world.workAs(), documents, id, documentId)).record as { status: string };

test("A vote is counted on the members with a vote in the organisation on the meeting's day", async () => {
  const { tenantId, department, first, inner } = units;
  await room.officials(first, 3);
  await room.officials(inner, 2);
  await room.probationary(first);
  await room.history((await room.officials(inner, 1))[0]?.id ?? "", { kind: "departed", on: "2023-12-26" });
  const voteIn = async (organisation: string, day = "2023-12-26") =>
    (await room.vote((await room.create(organisation, { startsOn: day })).id, { for: 1 })).base.count;
  expect([await voteIn(tenantId), await voteIn(department), await voteIn(first)]).toEqual([5, 2, 3]);
  expect(await voteIn(inner, "2023-12-25")).toBe(3);
});

test("A vote tells what it came to, and stays so when members come and go", async () => {
  await room.officials(units.first, 3);
  const { id } = await room.create(units.tenantId);
  const vote = await room.vote(id, { for: 2, abstain: 0, method: "show-of-hands" });
  expect(vote).toMatchObject({
    base: { count: 3 },
    threshold: "majority",
    notVoting: 1,
    share: { for: 2, base: 3, percent: 66.67 },
    adopted: true,
  });
  await room.officials(units.first, 1);
  expect((await room.include(id, "votes")).votes).toEqual([vote]);
});

test("More ballots than the base are refused, as many are accepted", async () => {
  await room.officials(units.first, 3);
  const { id } = await room.create(units.tenantId);
  expect(await rejectionOf(room.vote(id, { for: 2, against: 1, abstain: 1 }))).toEqual([" too-many-ballots"]);
  expect(await rejectionOf(room.vote(id, { for: 2, against: 1, base: { count: 2 } }))).toEqual([" too-many-ballots"]);
  expect(await rejectionOf(room.vote(id, { for: 2, against: 1 }))).toBe("accepted");
});

describe("Exclusions", () => {
  test("are taken off the base, and are members who had a vote there that day", async () => {
    const { first, inner } = units;
    const officials = await room.officials(first, 3);
    const [one, two] = officials.map(({ id }) => ({ memberId: id, reason: "Đi công tác nước ngoài" }));
    const stranger = (await room.officials(inner, 1))[0]?.id ?? "";
    const novice = await room.probationary(first);
    const { id } = await room.create(first);
    const vote = (exclusions: unknown[]) => room.vote(id, { for: 1, base: { exclusions } });
    expect((await vote([one, two])).base).toEqual({ count: 1, exclusions: [one, two] });
    expect(await room.namesOf(one?.memberId ?? "")).toBe(1);
    const reason = "Vắng";
    const wrong = [one, { memberId: stranger, reason }, { memberId: novice, reason }, one];
    expect(await rejectionOf(vote([...wrong, { memberId: "0".repeat(36), reason }]))).toEqual([
      "/base/exclusions/3/memberId duplicate",
      "/base/exclusions/1/memberId no-vote",
      "/base/exclusions/2/memberId no-vote",
      "/base/exclusions/4/memberId unknown-reference",
    ]);
  });

  test("beside a count explain it, and take nothing off", async () => {
    const [one] = await room.officials(units.first, 1);
    const { id } = await room.create(units.tenantId);
    const base = { count: 68, exclusions: [{ memberId: one?.id, reason: "Vắng" }] };
    expect((await room.vote(id, { for: 68, base })).share).toEqual({ for: 68, base: 68, percent: 100 });
  });
});

test("A base that nobody can count has to be given: of a superior's meeting, and where nobody has a vote", async () => {
  const { ministry, tenantId, first } = units;
  await room.officials(first, 3);
  const superior = await room.create(ministry);
  expect(await rejectionOf(room.vote(superior.id, { for: 1 }))).toEqual(["/base/count base-needed"]);
  expect(await rejectionOf(room.vote(superior.id, { for: 1, base: { count: 200 } }))).toBe("accepted");
  const early = await room.create((await room.committee()).tenantId);
  expect(await rejectionOf(room.vote(early.id, { for: 0 }))).toEqual(["/base/count base-needed"]);
  expect(await rejectionOf(room.vote(early.id, { for: 1 }))).toEqual(["/base/count base-needed", " too-many-ballots"]);
  const { id } = await room.create(tenantId);
  expect(await rejectionOf(room.vote(id, { for: 0, base: { count: 0 } }))).toEqual(["/base/count too-small"]);
});

describe("A vote about a document", () => {
  test("adopts it in the same write where it is adopted, and then it changes no more", async () => {
    const { id } = await room.create(units.tenantId);
    const document = await room.write(id);
    const base = { count: 3 };
    await room.vote(id, { for: 1, documentId: document.id, base });
    expect((await statusOf(id, document.id)).status).toBe("draft");
    expect(await rejectionOf(room.discard(id, document.id))).toBe("in-use");
    expect(await room.rewrite(id, document.id, 1, { title: "Báo cáo sửa" })).toMatchObject({ version: 2 });
    await room.vote(id, { for: 2, documentId: document.id, base, threshold: "two-thirds" });
    expect((await statusOf(id, document.id)).status).toBe("adopted");
    expect(await rejectionOf(room.rewrite(id, document.id, 2, { title: "B" }))).toBe("stale");
    expect(await rejectionOf(room.rewrite(id, document.id, 3, { title: "B" }))).toBe("already-adopted");
    expect(await rejectionOf(room.discard(id, document.id, 3))).toBe("already-adopted");
    for (const inFavour of [0, 3])
      expect(await rejectionOf(room.vote(id, { for: inFavour, documentId: document.id, base }))).toBe(
        "already-adopted",
      );
    expect((await room.include(id, "votes")).votes).toHaveLength(2);
  });

  test("adopts it once when two votes do so at the same moment", async () => {
    const { id } = await room.create(units.tenantId);
    const document = await room.write(id);
    const fields = { for: 3, documentId: document.id, base: { count: 3 } };
    const both = await Promise.all([1, 2].map(() => rejectionOf(room.vote(id, fields))));
    expect(both.sort()).toEqual(["accepted", "already-adopted"]);
  });

  test("is about a document of its own meeting", async () => {
    const { id } = await room.create(units.tenantId);
    const elsewhere = await room.create(units.tenantId);
    const document = await room.write(elsewhere.id);
    const fields = { for: 3, documentId: document.id, base: { count: 3 } };
    expect(await rejectionOf(room.vote(id, fields))).toEqual(["/documentId unknown-reference"]);
    expect(await rejectionOf(room.vote(elsewhere.id, fields))).toBe("accepted");
  });
});
