import { addHistoryEntry } from "../../../lib/members/history.ts";
import { markErasing } from "../../../lib/members/references.ts";
import { type HistoryRecord, historyInput, type MemberRecord, memberInput } from "../../../lib/members/schema.ts";
import { deleteMember, putMemberByExternalId } from "../../../lib/members/writes.ts";
import { validateInput } from "../../../lib/shared/input-validation.ts";
import { expectRejection, rejectionOf, useWorld } from "../../support/world.ts";
import { createCommitteeFixtures } from "./committee-fixtures.ts";

const world = useWorld();
const act = createCommitteeFixtures(world);

const put = (externalId: string, input: object) =>
  putMemberByExternalId(world.contextAs(), {
    external: { source: "hr", externalId },
    precondition: undefined,
    body: validateInput(memberInput, input),
  });
const read = async (id: string, asOf?: string) => (await act.get(id, asOf)).record as MemberRecord;
const inputOf = ({
  id: _,
  createdAt: __,
  updatedAt: ___,
  standing: ____,
  mayVote,
  suspended,
  ...input
}: MemberRecord) => input;

describe("After a transfer", () => {
  const start = async () => {
    const { first, second, inner, tenantId } = await act.committee();
    const input = { fullName: "An", joinedOn: "2015-01-01", externalIds: { hr: "1" } };
    const { id } = await act.create({ ...input, organisationId: first });
    await act.history(id, { kind: "transferred", on: "2020-01-01", organisationId: second });
    return { first, second, inner, tenantId, id, input };
  };

  test("an answer names the cell of its day and the cell of the initial state", async () => {
    const { first, second, id } = await start();
    expect(await read(id)).toMatchObject({ organisationId: second, beganIn: first });
    expect(await read(id, "2019-12-31")).toMatchObject({ organisationId: first, beganIn: first });
  });

  test("an upsert with the cell of today keeps the past, and one with another cell must use the history", async () => {
    const { first, second, inner, id, input } = await start();
    await put("1", { ...input, organisationId: second, jobTitle: "Thủ thư" });
    expect(await read(id, "2019-12-31")).toMatchObject({ organisationId: first, jobTitle: "Thủ thư" });
    expect((await act.figures(first, "2019-12-31")).members.total).toBe(1);
    for (const organisationId of [first, inner])
      await expectRejection(put("1", { ...input, organisationId }), "/organisationId use-history");
    await expectRejection(act.patch(id, 3, { organisationId: first }), "/organisationId use-history");
  });

  test("beganIn corrects the cell of the initial state", async () => {
    const { first, second, inner, id, input } = await start();
    await act.patch(id, 2, { beganIn: inner });
    expect(await read(id)).toMatchObject({ organisationId: second, beganIn: inner });
    expect((await act.figures(inner, "2019-12-31")).members.total).toBe(1);
    expect((await act.figures(first, "2019-12-31")).members.total).toBe(0);
    await put("1", { ...input, organisationId: second, beganIn: first });
    expect((await act.figures(first, "2019-12-31")).members.total).toBe(1);
    await act.patch(id, 4, { beganIn: null });
    expect(await read(id)).toMatchObject({ beganIn: first });
  });

  test("a record that was read can be sent back and changes nothing", async () => {
    const { id } = await start();
    const record = await read(id);
    expect(await put("1", inputOf(record))).toEqual({ record, version: 2 });
    expect(await act.patch(id, 2, inputOf(record))).toEqual({ record, version: 2 });
  });

  test("that was revoked, the cell of an input sets the initial state again", async () => {
    const { first, inner, id, input } = await start();
    const [entry] = (await act.historyOf(id)).items;
    await act.history(id, { voids: entry?.id });
    expect(await read(id)).toMatchObject({ organisationId: first });
    await put("1", { ...input, organisationId: inner });
    expect(await read(id, "2016-01-01")).toMatchObject({ organisationId: inner, beganIn: inner });
  });

  test("by a readmission to another cell, an input repeats that cell", async () => {
    const { inner, first, id, input, second } = await start();
    await act.history(id, { kind: "departed", on: "2021-01-01" });
    await act.history(id, { kind: "readmitted", on: "2022-01-01", organisationId: inner });
    await put("1", { ...input, organisationId: inner });
    expect(await read(id, "2019-01-01")).toMatchObject({ organisationId: first });
    await expectRejection(put("1", { ...input, organisationId: second }), "/organisationId use-history");
  });
});

describe("Without a transfer", () => {
  test("either field corrects the cell of the initial state; two different cells contradict each other", async () => {
    const { first, second, inner } = await act.committee();
    const { id } = await act.create({ organisationId: first, fullName: "An" });
    await act.patch(id, 1, { organisationId: second });
    expect(await read(id)).toMatchObject({ organisationId: second, beganIn: second });
    await act.patch(id, 2, { beganIn: inner });
    expect(await read(id)).toMatchObject({ organisationId: inner, beganIn: inner });
    await expectRejection(act.patch(id, 3, { organisationId: first, beganIn: second }), "/beganIn contradiction");
    await expectRejection(
      act.create({ organisationId: first, beganIn: second, fullName: "B" }),
      "/beganIn contradiction",
    );
    await act.create({ organisationId: first, beganIn: first, fullName: "B" });
  });
});

describe("A correction of a history entry", () => {
  test("of its decision alone keeps the member confirmed, and names the entry that voids it", async () => {
    const { first } = await act.committee();
    const { id } = await act.create({ organisationId: first, fullName: "An" });
    const entry = { kind: "confirmed", on: "2020-01-01", decision: { number: "12-QĐ/ĐU", date: "2020-01-01" } };
    const wrong = await act.history(id, entry);
    expect(wrong.effective).toBe(true);
    const right = await act.history(id, {
      ...entry,
      decision: { number: "21-QĐ/ĐU", date: "2020-01-01" },
      voids: wrong.id,
    });
    expect(await read(id)).toMatchObject({ standing: "official" });
    expect((await act.historyOf(id)).items).toEqual([
      { ...wrong, voidedBy: right.id, effective: false },
      { ...right, effective: true },
    ]);
    const revocation = await act.history(id, { voids: right.id });
    expect(revocation).toMatchObject({ voids: right.id, effective: true });
    expect(revocation.kind).toBeUndefined();
    expect((await act.historyOf(id)).items.map(({ effective }) => effective)).toEqual([true, false, true]);
    await act.history(id, { voids: revocation.id });
    expect((await act.historyOf(id)).items.map(({ effective }) => effective)).toEqual([false, true, false, true]);
  });

  test("checks the version of the member where the request names one", async () => {
    const { first } = await act.committee();
    const { id } = await act.create({ organisationId: first, fullName: "An" });
    const add = (version: number) =>
      addHistoryEntry(world.contextAs(), id, {
        precondition: { versions: [version] },
        validation: validateInput(historyInput, { kind: "confirmed", on: "2020-01-01" }),
      });
    await expectRejection(add(2), "stale");
    expect(await add(1)).toMatchObject({ version: 1 });
    await expectRejection(add(1), "stale");
    expect(((await act.historyOf(id)).items as HistoryRecord[]).length).toBe(1);
  });
});

describe("A position without an end", () => {
  test("ends on the day before a departure, and is open again when the departure is revoked", async () => {
    const { first, tenantId } = await act.committee();
    const open = { organisationId: tenantId, role: "secretary", from: "2019-01-01" };
    const { id } = await act.create({ organisationId: first, fullName: "An", positions: [open] });
    const departed = await act.history(id, { kind: "departed", on: "2021-03-01" });
    const record = await read(id);
    expect(record.positions).toEqual([{ ...open, to: "2021-02-28" }]);
    expect(await act.patch(id, 2, inputOf(record))).toEqual({ record, version: 2 });
    await act.patch(id, 2, { jobTitle: "Thủ thư" });
    await act.history(id, { voids: departed.id });
    expect((await read(id)).positions).toEqual([open]);
  });

  test("ends with the first departure after its beginning", async () => {
    const { first, tenantId } = await act.committee();
    const [early, late] = ["2019-01-01", "2022-02-01"].map((from) => ({
      organisationId: tenantId,
      role: "secretary",
      from,
    }));
    const { id } = await act.create({ organisationId: first, fullName: "An", positions: [early, late] });
    await act.history(id, { kind: "departed", on: "2020-01-01" });
    await act.history(id, { kind: "readmitted", on: "2022-01-01" });
    expect((await read(id)).positions).toEqual([{ ...early, to: "2019-12-31" }, late]);
  });
});

describe("The life span of a cell", () => {
  const cellOf = async (parentId: string) =>
    act.organisation({
      kind: "cell",
      name: "Chi bộ 9",
      parentId,
      establishedOn: "2010-01-01",
      dissolvedOn: "2020-01-01",
    });

  test("contains the day of joining, of a transfer and of a readmission", async () => {
    const { tenantId, first } = await act.committee();
    const cell = await cellOf(tenantId);
    const join = (day: string) => rejectionOf(act.create({ organisationId: cell, fullName: "A", joinedOn: day }));
    expect(await join("2009-12-31")).toEqual(["/joinedOn outside-life-span"]);
    expect(await join("2010-01-01")).toBe("accepted");
    expect(await join("2019-12-31")).toBe("accepted");
    expect(await join("2020-01-01")).toEqual(["/joinedOn outside-life-span"]);
    const admitted = act.create({ organisationId: cell, fullName: "A", admittedOn: "2021-01-01" });
    await expectRejection(admitted, "/admittedOn outside-life-span");
    await expectRejection(act.create({ organisationId: cell, fullName: "A" }), "/organisationId outside-life-span");
    const { id } = await act.create({ organisationId: first, fullName: "A" });
    const transfer = (on: string) => rejectionOf(act.history(id, { kind: "transferred", on, organisationId: cell }));
    expect(await transfer("2009-12-31")).toEqual(["/on outside-life-span"]);
    expect(await transfer("2020-01-01")).toEqual(["/on outside-life-span"]);
    expect(await transfer("2015-01-01")).toBe("accepted");
    await act.history(id, { kind: "departed", on: "2016-01-01" });
    await expectRejection(act.history(id, { kind: "readmitted", on: "2020-06-01" }), "/on outside-life-span");
    await act.history(id, { kind: "readmitted", on: "2020-06-01", organisationId: first });
  });

  test("is over for a member whose departure is revoked after the dissolution, until a transfer is recorded", async () => {
    const { tenantId, first } = await act.committee();
    const cell = await act.organisation({ kind: "cell", name: "Chi bộ 9", parentId: tenantId });
    const { id } = await act.create({ organisationId: cell, fullName: "A" });
    const departed = await act.history(id, { kind: "departed", on: "2019-01-01" });
    await act.patchOrganisation(cell, 1, { dissolvedOn: "2020-01-01" });
    await expectRejection(act.history(id, { voids: departed.id }), "/voids outside-life-span");
    await act.history(id, { kind: "transferred", on: "2019-06-01", organisationId: first });
    await act.history(id, { voids: departed.id });
    expect(await read(id)).toMatchObject({ organisationId: first });
  });

  test("contains the days of a new position; a member of a dissolved cell can still be corrected", async () => {
    const { tenantId, first } = await act.committee();
    const cell = await cellOf(tenantId);
    const position = (from: string | undefined, to: string | undefined) =>
      rejectionOf(
        act.create({
          organisationId: first,
          fullName: "A",
          positions: [{ organisationId: cell, role: "secretary", from, to }],
        }),
      );
    expect(await position("2010-01-01", "2020-01-01")).toBe("accepted");
    expect(await position("2009-12-31", "2020-01-02")).toEqual([
      "/positions/0/from outside-life-span",
      "/positions/0/to outside-life-span",
    ]);
    expect(await position("2015-01-01", undefined)).toEqual(["/positions/0/to outside-life-span"]);
    const member = await act.create({ organisationId: cell, fullName: "A", joinedOn: "2015-01-01" });
    await act.patch(member.id, 1, { jobTitle: "Thủ thư" });
  });
});

test("A member whose erasure is requested or done cannot be deleted", async () => {
  const { first } = await act.committee();
  const { id } = await act.create({ organisationId: first, fullName: "An" });
  await world.dependencies.table.write([markErasing(id)]);
  await expectRejection(deleteMember(world.contextAs(), id, { versions: [1] }), "erased");
});
