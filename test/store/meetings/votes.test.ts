import { documents } from "../../../lib/meetings/documents.ts";
import { getPart } from "../../../lib/meetings/parts.ts";
import { expectRejection, rejectionOf, useWorld } from "../../support/world.ts";
import { createMeetingFixtures } from "./meeting-fixtures.ts";

const world = useWorld();
const meetings = createMeetingFixtures(world);
let units: Awaited<ReturnType<typeof meetings.committee>>;
beforeEach(async () => {
  units = await meetings.committee();
});

const statusOf = async (id: string, documentId: string) =>
  (await getPart(world.contextAs(), documents, { meetingId: id, id: documentId })).record as { status: string };

test("The base of a vote is the number of members with a vote in the organisation on the meeting's day", async () => {
  const { tenantId, department, first, inner } = units;
  await meetings.createOfficials(first, 3);
  await meetings.createOfficials(inner, 2);
  await meetings.createProbationary(first);
  await meetings.history((await meetings.createOfficials(inner, 1))[0]?.id ?? "", {
    kind: "departed",
    on: "2023-12-26",
  });
  const voteIn = async (organisation: string, day = "2023-12-26") =>
    (await meetings.addVote((await meetings.createMeeting(organisation, { startsOn: day })).id, { for: 1 })).base.count;
  expect([await voteIn(tenantId), await voteIn(department), await voteIn(first)]).toEqual([5, 2, 3]);
  expect(await voteIn(inner, "2023-12-25")).toBe(3);
});

test("The result of a vote does not change when members join or leave", async () => {
  await meetings.createOfficials(units.first, 3);
  const { id } = await meetings.createMeeting(units.tenantId);
  const vote = await meetings.addVote(id, { for: 2, abstain: 0, method: "show-of-hands" });
  expect(vote).toMatchObject({
    base: { count: 3 },
    threshold: "majority",
    notVoting: 1,
    share: { for: 2, base: 3, percent: 66.67 },
    adopted: true,
  });
  await meetings.createOfficials(units.first, 1);
  expect((await meetings.getWithParts(id, ["votes"])).votes).toEqual([vote]);
});

test("More ballots than the base are rejected, as many are accepted", async () => {
  await meetings.createOfficials(units.first, 3);
  const { id } = await meetings.createMeeting(units.tenantId);
  await expectRejection(meetings.addVote(id, { for: 2, against: 1, abstain: 1 }), " too-many-ballots");
  await expectRejection(meetings.addVote(id, { for: 2, against: 1, base: { count: 2 } }), " too-many-ballots");
  await meetings.addVote(id, { for: 2, against: 1 });
});

describe("The meeting of a vote", () => {
  const base = { count: 3 };

  test("is not cancelled and not in the future; one of today can have been planned", async () => {
    const { id } = await meetings.createMeeting(units.tenantId, { status: "cancelled" });
    await expectRejection(meetings.addVote(id, { for: 1, base }), "meeting-not-held");
    const future = await meetings.createMeeting(units.tenantId, { startsOn: "2031-01-01" });
    await expectRejection(meetings.addVote(future.id, { for: 1, base }), "meeting-not-held");
    const { today } = world.contextAs();
    const planned = await meetings.createMeeting(units.tenantId, { startsOn: today });
    await meetings.addVote(planned.id, { for: 1, base });
  });

  test("is neither cancelled nor moved to another day or organisation, but can be changed otherwise", async () => {
    const { id } = await meetings.createMeeting(units.tenantId);
    const votes = [await meetings.addVote(id, { for: 1, base }), await meetings.addVote(id, { for: 2, base })];
    const change = (fields: object, version = 1) => meetings.patchMeeting(id, version, fields);
    for (const fields of [{ status: "cancelled" }, { startsOn: "1990-01-01" }, { organisationId: units.first }]) {
      const refused = change(fields);
      await expectRejection(refused, "in-use");
      await expect(refused).rejects.toMatchObject({ details: { dependents: [{ kind: "vote", count: 2 }] } });
    }
    await change({ status: "held", startsOn: null, startsAt: "2023-12-26T01:00:00Z", title: "Hội nghị" });
    for (const vote of votes) await meetings.deleteVote(id, vote.id);
    await expect(change({ status: "cancelled" }, 2)).resolves.toMatchObject({ version: 3 });
  });

  test("keeps its day because of the vote, whoever attends", async () => {
    const { id: memberId } = await meetings.create({
      organisationId: units.first,
      fullName: "Nguyễn Văn A",
      joinedOn: "2015-01-01",
      confirmed: true,
    });
    const { id } = await meetings.createMeeting(units.tenantId);
    await meetings.addAttendees(id, { memberId });
    await meetings.addVote(id, { for: 1, base });
    await expectRejection(meetings.patchMeeting(id, 1, { startsOn: "1990-01-01" }), "in-use");
  });

  test("is not cancelled while a vote is recorded", async () => {
    const { id } = await meetings.createMeeting(units.tenantId);
    const both = await Promise.all([
      rejectionOf(meetings.patchMeeting(id, 1, { status: "cancelled" })),
      rejectionOf(meetings.addVote(id, { for: 1, base })),
    ]);
    expect(both.filter((outcome) => outcome === "accepted")).toHaveLength(1);
  });
});

describe("A vote recorded by mistake", () => {
  const base = { count: 2 };

  test("is removed at its version, and its document becomes a draft that can be changed and adopted again", async () => {
    const { id } = await meetings.createMeeting(units.tenantId);
    const document = await meetings.addDocument(id);
    const fields = { for: 2, documentId: document.id, base };
    const vote = await meetings.addVote(id, fields);
    await expectRejection(meetings.deleteVote(id, vote.id, 2), "stale");
    await meetings.deleteVote(id, vote.id);
    await expectRejection(meetings.deleteVote(id, vote.id), "not-found");
    expect(await statusOf(id, document.id)).toMatchObject({ status: "draft" });
    await meetings.patchDocument(id, document.id, 3, { title: "Báo cáo tổng kết" });
    await meetings.addVote(id, fields);
    expect(await statusOf(id, document.id)).toMatchObject({ status: "adopted", title: "Báo cáo tổng kết" });
    await meetings.deleteMeeting(id);
  });

  test("leaves the document of another vote as it is", async () => {
    const { id } = await meetings.createMeeting(units.tenantId);
    const document = await meetings.addDocument(id);
    const rejecting = await meetings.addVote(id, { for: 1, documentId: document.id, base });
    await meetings.addVote(id, { for: 2, documentId: document.id, base });
    await meetings.deleteVote(id, rejecting.id);
    expect(await statusOf(id, document.id)).toMatchObject({ status: "adopted" });
  });

  test("no longer keeps its document and the members whom it excluded from being deleted", async () => {
    const { id } = await meetings.createMeeting(units.tenantId);
    const document = await meetings.addDocument(id);
    const [memberId = ""] = (await meetings.createOfficials(units.first, 1)).map((one) => one.id);
    const exclusions = [{ memberId, reason: "Ốm" }];
    const vote = await meetings.addVote(id, { for: 1, documentId: document.id, base: { ...base, exclusions } });
    const refused = meetings.deleteDocument(id, document.id);
    await expectRejection(refused, "in-use");
    await expect(refused).rejects.toMatchObject({ details: { dependents: [{ kind: "vote", count: 1 }] } });
    expect(await meetings.memberReferenceCount(memberId)).toBe(1);
    await meetings.deleteVote(id, vote.id);
    expect(await meetings.memberReferenceCount(memberId)).toBe(0);
    await meetings.deleteDocument(id, document.id);
  });
});

test("Nobody is excluded from a vote on a day before joining or after departing, also where the base is given", async () => {
  const [one = { id: "" }] = await meetings.createOfficials(units.first, 1);
  await meetings.history(one.id, { kind: "departed", on: "2020-01-01" });
  const { id } = await meetings.createMeeting(units.tenantId);
  const exclusions = [{ memberId: one.id, reason: "Ốm" }];
  await expectRejection(
    meetings.addVote(id, { for: 1, base: { count: 3, exclusions } }),
    "/base/exclusions/0/memberId not-a-member",
  );
});

test("Faults of all exclusions, and all faults of one, are reported at once", async () => {
  const [one = { id: "" }] = await meetings.createOfficials(units.first, 1);
  const { id } = await meetings.createMeeting(units.tenantId);
  const absent = "0".repeat(36);
  await expectRejection(
    meetings.addVote(id, {
      for: 4,
      base: {
        count: 3,
        exclusions: [{ memberId: one.id, reason: "Ốm" }, { memberId: one.id }, { memberId: absent, reason: "" }],
      },
    }),
    "/base/exclusions/1/reason required",
    "/base/exclusions/2/reason too-short",
    "/base/exclusions/1/memberId duplicate",
    "/base/exclusions/2/memberId unknown-reference",
    " too-many-ballots",
  );
});

describe("Exclusions", () => {
  test("exclusions reduce the base, and are members who had a vote there that day", async () => {
    const { first, inner } = units;
    const officials = await meetings.createOfficials(first, 3);
    const [one, two] = officials.map(({ id }) => ({ memberId: id, reason: "Đi công tác nước ngoài" }));
    const stranger = (await meetings.createOfficials(inner, 1))[0]?.id ?? "";
    const novice = await meetings.createProbationary(first);
    const { id } = await meetings.createMeeting(first);
    const vote = (exclusions: unknown[]) => meetings.addVote(id, { for: 1, base: { exclusions } });
    expect((await vote([one, two])).base).toEqual({ count: 1, exclusions: [one, two] });
    expect(await meetings.memberReferenceCount(one?.memberId ?? "")).toBe(1);
    const reason = "Vắng";
    const wrong = [one, { memberId: stranger, reason }, { memberId: novice, reason }, one];
    await expectRejection(
      vote([...wrong, { memberId: "0".repeat(36), reason }]),
      "/base/exclusions/3/memberId duplicate",
      "/base/exclusions/1/memberId no-vote",
      "/base/exclusions/2/memberId no-vote",
      "/base/exclusions/4/memberId unknown-reference",
    );
  });

  test("exclusions do not reduce a base with a given count", async () => {
    const [one] = await meetings.createOfficials(units.first, 1);
    const { id } = await meetings.createMeeting(units.tenantId);
    const base = { count: 68, exclusions: [{ memberId: one?.id, reason: "Vắng" }] };
    expect((await meetings.addVote(id, { for: 68, base })).share).toEqual({ for: 68, base: 68, percent: 100 });
  });
});

test("A base must be given for a meeting of a superior committee, and where nobody has a vote", async () => {
  const { ministry, tenantId, first } = units;
  await meetings.createOfficials(first, 3);
  const superior = await meetings.createMeeting(ministry);
  await expectRejection(meetings.addVote(superior.id, { for: 1 }), "/base/count base-needed");
  await meetings.addVote(superior.id, { for: 1, base: { count: 200 } });
  const early = await meetings.createMeeting((await meetings.committee()).tenantId);
  await expectRejection(meetings.addVote(early.id, { for: 0 }), "/base/count base-needed");
  await expectRejection(meetings.addVote(early.id, { for: 1 }), "/base/count base-needed", " too-many-ballots");
  const { id } = await meetings.createMeeting(tenantId);
  await expectRejection(meetings.addVote(id, { for: 0, base: { count: 0 } }), "/base/count too-small");
});

describe("A vote about a document", () => {
  test("a vote adopts its document in the same transaction, after which the document cannot change", async () => {
    const { id } = await meetings.createMeeting(units.tenantId);
    const document = await meetings.addDocument(id);
    const base = { count: 3 };
    await meetings.addVote(id, { for: 1, documentId: document.id, base });
    expect((await statusOf(id, document.id)).status).toBe("draft");
    await expectRejection(meetings.deleteDocument(id, document.id), "in-use");
    expect(await meetings.patchDocument(id, document.id, 1, { title: "Báo cáo sửa" })).toMatchObject({ version: 2 });
    await meetings.addVote(id, { for: 2, documentId: document.id, base, threshold: "two-thirds" });
    expect((await statusOf(id, document.id)).status).toBe("adopted");
    await expectRejection(meetings.patchDocument(id, document.id, 2, { title: "B" }), "stale");
    await expectRejection(meetings.patchDocument(id, document.id, 3, { title: "B" }), "already-adopted");
    await expectRejection(meetings.deleteDocument(id, document.id, 3), "already-adopted");
    for (const inFavour of [0, 3])
      await expectRejection(meetings.addVote(id, { for: inFavour, documentId: document.id, base }), "already-adopted");
    expect((await meetings.getWithParts(id, ["votes"])).votes).toHaveLength(2);
  });

  test("only one of two concurrent votes adopts the document", async () => {
    const { id } = await meetings.createMeeting(units.tenantId);
    const document = await meetings.addDocument(id);
    const fields = { for: 3, documentId: document.id, base: { count: 3 } };
    const both = await Promise.all([1, 2].map(() => rejectionOf(meetings.addVote(id, fields))));
    expect(both.sort()).toEqual(["accepted", "already-adopted"]);
  });

  test("a vote is rejected for a document of another meeting", async () => {
    const { id } = await meetings.createMeeting(units.tenantId);
    const elsewhere = await meetings.createMeeting(units.tenantId);
    const document = await meetings.addDocument(elsewhere.id);
    const fields = { for: 3, documentId: document.id, base: { count: 3 } };
    await expectRejection(meetings.addVote(id, fields), "/documentId unknown-reference");
    await meetings.addVote(elsewhere.id, fields);
  });
});
