import { randomUUID } from "node:crypto";
import type { TableClient } from "../../../lib/table/client.ts";
import type { TransactWriteCommand } from "../../../lib/table/commands.ts";
import { createTable } from "../../../lib/table/table.ts";
import { rejectionOf } from "../../support/world.ts";
import { usePersons } from "./person-fixtures.ts";

const persons = usePersons();

const guard = / AND attribute_not_exists\((?:erasing|erasedAt)\)/g;

/** Removes the conditions that protect an erased person. */
const withoutGuards = (client: TableClient): TableClient => {
  const send = (command: TransactWriteCommand) => {
    for (const action of command.input.TransactItems ?? [])
      for (const one of Object.values(action))
        if (one?.ConditionExpression) one.ConditionExpression = one.ConditionExpression.replace(guard, "");
    return client.send(command);
  };
  return new Proxy(client, { get: (target, name) => (name === "send" ? send : Reflect.get(target, name)) });
};

test("Without its conditions, personal data of an erased person would be accepted", async () => {
  const { tenantId, first } = await persons.meetings.committee();
  const id = await persons.createMember({ organisationId: first, fullName: "Lê Văn Bình", confirmed: true });
  const [one, other, third] = await Promise.all([1, 2, 3].map(() => persons.meetings.createMeeting(tenantId)));
  if (!one || !other || !third) throw new Error("Three meetings");
  const [attendeeId = ""] = await persons.addAttendees(one.id, [{ memberId: id, roles: ["chair"] }]);
  await persons.erase(id);
  const attempts = async () => [
    await rejectionOf(persons.addAttendees(other.id, [{ memberId: id, roles: ["chair"], reason: "ốm" }])),
    await rejectionOf(persons.meetings.patchAttendee(one.id, attendeeId, 1, { reason: "ốm" })),
    await rejectionOf(persons.addVote(one.id, [{ memberId: id, reason: "ốm" }])),
    await rejectionOf(persons.announcePhoto(third.id, [{ memberId: id }], "Toàn cảnh")),
  ];
  expect(await attempts()).toEqual(["erased", "erased", "erased", "erased"]);
  const { client, tableName, dependencies } = persons.world;
  dependencies.table = createTable(withoutGuards(client), tableName, randomUUID);
  expect(await attempts()).toEqual(["accepted", "accepted", "accepted", "accepted"]);
});
