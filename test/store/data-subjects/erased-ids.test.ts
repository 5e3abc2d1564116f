import { eraseMember } from "../../../lib/data-subjects/erasure.ts";
import { memberInput } from "../../../lib/members/schema.ts";
import { putMemberByExternalId } from "../../../lib/members/writes.ts";
import { validateInput } from "../../../lib/shared/input-validation.ts";
import { rejectionOf } from "../../support/world.ts";
import { uniqueText, usePersons } from "./person-fixtures.ts";

const persons = usePersons();

const named = (organisationId: string) => ({ organisationId, fullName: "Lê Văn Bình", confirmed: true });

const put = (organisationId: string, source: string, externalId: string) =>
  putMemberByExternalId(persons.world.contextAs(), {
    external: { source, externalId },
    precondition: undefined,
    body: validateInput(memberInput, named(organisationId)),
  });

/** A cell, an erased member of it with an external id, and another member. */
const prepare = async () => {
  const { first } = await persons.meetings.committee();
  const hr = uniqueText();
  const id = await persons.createMember({ ...named(first), externalIds: { hr } });
  const other = await persons.createMember(named(first));
  await persons.erase(id);
  return { first, hr, id, other };
};

test("PUT, POST and PATCH with the external id of an erased member are rejected as erased", async () => {
  const { first, hr, other } = await prepare();
  expect([
    await rejectionOf(put(first, "hr", hr)),
    await rejectionOf(persons.createMember({ ...named(first), externalIds: { old: "1", hr } })),
    await rejectionOf(persons.meetings.patch(other, 1, { externalIds: { hr } })),
  ]).toEqual(["erased", "erased", "erased"]);
  expect(await persons.keysContaining(hr)).toEqual([]);
});

test("The same id of another source, and the same external id in another committee, are accepted", async () => {
  const { first, hr } = await prepare();
  const elsewhere = await persons.meetings.committee();
  expect([
    await rejectionOf(put(first, "payroll", hr)),
    await rejectionOf(put(elsewhere.first, "hr", hr)),
    await rejectionOf(put(first, "hr", `${hr}0`)),
  ]).toEqual(["accepted", "accepted", "accepted"]);
});

test("An external id that the member gave up before the erasure may belong to another one", async () => {
  const { first } = await persons.meetings.committee();
  const [wrong, right] = [uniqueText(), uniqueText()];
  const id = await persons.createMember({ ...named(first), externalIds: { hr: wrong } });
  await persons.meetings.patch(id, 1, { externalIds: { hr: right } });
  await persons.erase(id);
  expect([await rejectionOf(put(first, "hr", wrong)), await rejectionOf(put(first, "hr", right))]).toEqual([
    "accepted",
    "erased",
  ]);
});

test("A PUT that runs at the same time as the erasure creates no second member", async () => {
  const { first } = await persons.meetings.committee();
  const hr = uniqueText();
  for (let round = 0; round < 5; round++) {
    const externalId = `${hr}${round}`;
    const id = await persons.createMember({ ...named(first), externalIds: { hr: externalId } });
    await persons.requestErasure(id);
    const [outcome] = await Promise.all([
      rejectionOf(put(first, "hr", externalId)),
      eraseMember(persons.erasureContext(), id),
    ]);
    expect(["accepted", "erased"]).toContain(outcome);
    expect(await rejectionOf(put(first, "hr", externalId))).toBe("erased");
  }
  expect(await persons.meetings.names({ organisationId: first })).toEqual(Array(5).fill("(đã xoá)"));
});
