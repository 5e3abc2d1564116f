import { isJson, type Json } from "../../lib/contract/openapi/json.ts";
import type { Random } from "../support/random.ts";
import type { HttpResponse, Send } from "../support/send.ts";
import type { Actor, Sent } from "./plan.ts";

type Check = (sent: Sent, response: HttpResponse, faults?: readonly string[]) => void;
type Service = { send: Send; base: string; root: Actor; check: Check };

const established = "2000-01-01";
const dissolved = "2019-12-31";
const departed = "2015-05-19";

/** Days outside a life span; the first and the last day belong to it. */
const before = ["1930-02-03", "1999-12-31"];
const after = ["2020-01-01", "2021-06-15"];

/**
 * Records a cell that was dissolved and a member who has left, then sends dates in and out of their time. New records for each
 * round: no other request knows them.
 */
export const sendOutOfTime = async ({ send, base, root, check }: Service, random: Random): Promise<void> => {
  const post = async (path: string, body: object, expected: number): Promise<Json> => {
    const sent: Sent = {
      method: "POST",
      url: path,
      path,
      headers: { authorization: `Bearer ${root.token}`, "content-type": "application/json" },
      body: Buffer.from(JSON.stringify(body)),
      actor: 0,
      binding: {},
      references: [],
    };
    const response = await send(base, sent);
    check(sent, response, response.status === expected ? [] : [`${response.status} instead of ${expected}`]);
    return isJson(response.json) ? response.json : {};
  };
  const organisation = (body: object) => post("/v1/organisations", body, 201);
  const { id: parentId } = await organisation({ kind: "grassroots-committee", name: "Đảng bộ Viện" });
  const span = { establishedOn: established, dissolvedOn: dissolved };
  const { id: cellId } = await organisation({ kind: "cell", name: "Chi bộ cũ", parentId, ...span });
  const member = (joinedOn: string, expected: number) =>
    post("/v1/members", { organisationId: cellId, fullName: "Lê Thị Cúc", admittedOn: joinedOn, joinedOn }, expected);
  const meeting = (organisationId: unknown, startsOn: string, expected: number) =>
    post("/v1/meetings", { organisationId, kind: "regular", title: "Họp", startsOn, status: "held" }, expected);
  const attend = (meetingId: unknown, memberId: unknown, expected: number) => {
    const attendees = [{ memberId, roles: ["participant"] }];
    return post(`/v1/meetings/${meetingId}/attendees`, { attendees }, expected);
  };

  await member(random.one([...before, ...after, "1929-12-31", "9999-12-31"]), 422);
  await meeting(cellId, random.one([...before, ...after]), 422);
  const { id: memberId } = await member("2005-05-19", 201);
  const history = (on: string, expected: number) =>
    post(`/v1/members/${memberId}/history`, { kind: "departed", on }, expected);
  await history("1929-12-31", 422);
  await history(departed, 201);
  const late = await meeting(parentId, random.one(["2015-05-20", "2020-01-01"]), 201);
  await attend(late.id, memberId, 422);
  const early = await meeting(parentId, "2004-12-31", 201);
  await attend(early.id, memberId, 422);
  const inTime = await meeting(cellId, random.one(["2005-05-19", "2010-02-03", "2015-05-18"]), 201);
  await attend(inTime.id, memberId, 201);
  await meeting(cellId, random.one([established, dissolved]), 201);
};
