import { randomUUID } from "node:crypto";
import type { TableClient } from "../../../lib/table/client.ts";
import type { TransactWriteCommand } from "../../../lib/table/commands.ts";
import { createTable } from "../../../lib/table/table.ts";
import { rejectionOf } from "../../support/world.ts";
import { type Registry, startRegistry } from "./registry.ts";

let registry: Registry;
beforeAll(async () => {
  registry = await startRegistry();
});
afterAll(() => registry.close());

const guard = / AND attribute_not_exists\((?:erasing|erasedAt)\)/g;

/** The same client, that sends conditions without what guards an erased person. */
const lackingGuards = (client: TableClient): TableClient => {
  const send = (command: TransactWriteCommand) => {
    for (const action of command.input.TransactItems ?? [])
      for (const one of Object.values(action))
        if (one?.ConditionExpression) one.ConditionExpression = one.ConditionExpression.replace(guard, "");
    return client.send(command);
  };
  return new Proxy(client, { get: (target, name) => (name === "send" ? send : Reflect.get(target, name)) });
};

test("Each guard of an erased person is missed where it is taken away: more is said of them then", async () => {
  const { tenantId, first } = await registry.room.committee();
  const id = await registry.member({ organisationId: first, fullName: "Lê Văn Bình", confirmed: true });
  const [one, other, third] = await Promise.all([1, 2, 3].map(() => registry.room.createMeeting(tenantId)));
  if (!one || !other || !third) throw new Error("Three meetings");
  const [attendeeId = ""] = await registry.attend(one.id, [{ memberId: id, roles: ["chair"] }]);
  await registry.erase(id);
  const said = async () => [
    await rejectionOf(registry.attend(other.id, [{ memberId: id, roles: ["chair"], reason: "ốm" }])),
    await rejectionOf(registry.room.patchAttendee(one.id, attendeeId, 1, { reason: "ốm" })),
    await rejectionOf(registry.vote(one.id, [{ memberId: id, reason: "ốm" }])),
    await rejectionOf(registry.photo(third.id, [{ memberId: id }], "Toàn cảnh")),
  ];
  expect(await said()).toEqual(["erased", "erased", "erased", "erased"]);
  const { client, tableName, dependencies } = registry.world;
  dependencies.table = createTable(lackingGuards(client), tableName, randomUUID);
  expect(await said()).toEqual(["accepted", "accepted", "accepted", "accepted"]);
});
