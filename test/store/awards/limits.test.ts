import { type Award, awardInput, recipientsMaximum } from "../../../lib/awards/schema.ts";
import { createAward } from "../../../lib/awards/writes.ts";
import { validateInput } from "../../../lib/shared/input-validation.ts";
import { rejectionOf, rootCaller, useWorld } from "../../support/world.ts";
import { createAwardFixtures } from "./award-fixtures.ts";

const world = useWorld();
const awards = createAwardFixtures(world);

const counting = (count: number) => Array.from({ length: count }, (_, i) => i);

test("The largest award fits one transaction: deep in the tree, 40 members, five external ids, a key, three presenters", async () => {
  const { inner } = await awards.committeeWithMembers();
  const { meetingId } = await awards.createConference(inner);
  const guests = counting(4).map((i) => ({ guest: { fullName: `Khách ${i}` } }));
  const presenters = (await awards.addAttendees(meetingId, ...guests)).map(({ id }) => id);
  const members = (await awards.createOfficials(inner, recipientsMaximum)).map(({ id }) => id);
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
  expect(await rejectionOf(make("four", 4))).toEqual([" too-many-changes"]);
  expect(await awards.listIds({ organisationId: inner })).toHaveLength(1);
  await awards.deleteAward((await awards.listAwards({ organisationId: inner })).items[0]?.id ?? "", 1);
  expect(await awards.countAwards(inner)).toEqual([]);
}, 30_000);
