import { type Award, awardInput, recipientsMaximum } from "../../../lib/awards/schema.ts";
import { createAward } from "../../../lib/awards/writes.ts";
import { addAttendees } from "../../../lib/meetings/attendees.ts";
import { attendeesInput } from "../../../lib/meetings/part-schemas.ts";
import { validateInput } from "../../../lib/shared/input-validation.ts";
import { rootCaller, startWorld, type World } from "../../support/world.ts";
import { office, refusalOf } from "./award-fixtures.ts";

let world: World;
let act: ReturnType<typeof office>;
beforeAll(async () => {
  world = await startWorld();
  act = office(world);
});
afterAll(() => world.close());

const counting = (count: number) => Array.from({ length: count }, (_, i) => i);

test("The largest award fits one transaction: deep in the tree, 40 members, five external ids, a key, three who present", async () => {
  const { inner } = await act.committee();
  const { meetingId } = await act.meeting(inner);
  const guests = {
    attendees: counting(4).map((i) => ({ guest: { fullName: `Khách ${i}` }, roles: ["superior"] })),
  };
  const { record } = await addAttendees(world.workAs(), meetingId, validateInput(attendeesInput, guests));
  const presenters = (record as { items: { id: string }[] }).items.map(({ id }) => id);
  const members: string[] = [];
  for (const i of counting(recipientsMaximum)) members.push(await act.member(inner, `Nguyễn Văn ${i}`));
  const make = (key: string, presenting: number) => {
    const validation = validateInput(awardInput, {
      organisationId: inner,
      form: "commendation",
      title: key,
      year: 2023,
      meetingId,
      recipients: members.map((memberId, i) => ({ memberId, presentedBy: presenters[i % presenting] })),
      externalIds: Object.fromEntries(counting(5).map((i) => [`source${i}`, key])),
    });
    const once = { clientId: "admin", route: "/v1/awards", key, fingerprint: key };
    return createAward(world.workAs(rootCaller, once), validation, "en");
  };
  const { counts } = (await make("three", 3)).record as Award;
  expect(counts).toEqual({ collective: 0, individual: recipientsMaximum });
  expect(await refusalOf(make("four", 4))).toEqual([" too-many-changes"]);
  expect(await act.listed({ organisationId: inner })).toHaveLength(1);
  await act.remove((await act.list({ organisationId: inner })).items[0]?.id ?? "", 1);
  expect(await act.figures(inner)).toEqual([]);
}, 30_000);
