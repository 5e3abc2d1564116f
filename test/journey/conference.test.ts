import { listAll } from "../demo/api.ts";
import { comparisonTable, isEqual } from "../demo/compare.ts";
import { readFacts } from "../demo/facts.ts";
import { recordConference } from "../demo/record-conference.ts";
import { useService } from "./fixture.ts";

const { service } = useService();

const play = () => recordConference(service.api, readFacts(), () => undefined);

/** Every id the record holds after a run. */
const idsOf = async () => {
  const { api } = service;
  const [top] = await listAll<{ id: string }>(api, "/v1/organisations");
  const [ministry] = await listAll<{ id: string }>(api, `/v1/organisations?parentId=${top?.id}`);
  const [library] = await listAll<{ id: string }>(api, `/v1/organisations?parentId=${ministry?.id}`);
  const meetings = await listAll<{ id: string }>(api, `/v1/meetings?organisationId=${library?.id}`);
  const lists = [
    `/v1/organisations?parentId=${library?.id}`,
    `/v1/members?organisationId=${library?.id}`,
    `/v1/awards?organisationId=${library?.id}`,
    ...["attendees", "documents", "votes", "guidance", "photos"].map(
      (part) => `/v1/meetings/${meetings[0]?.id}/${part}`,
    ),
  ];
  const found = await Promise.all(lists.map((list) => listAll<{ id: string; updatedAt: string }>(api, list)));
  return [top, ministry, library, ...meetings, ...found.flat()].map((one) => one?.id);
};

test("A recorded conference can be read back with every fact of its report", async () => {
  const comparisons = await play();
  if (!comparisons.every(isEqual)) throw new Error(`\n${comparisonTable(comparisons)}`);
  expect(comparisons.length).toBeGreaterThanOrEqual(40);
});

test("Recording a conference twice changes no id and no fact", async () => {
  const before = await idsOf();
  const comparisons = await play();
  expect(comparisons.filter((one) => !isEqual(one))).toEqual([]);
  expect(await idsOf()).toEqual(before);
  expect(before).toHaveLength(3 + 1 + 7 + 69 + 1 + 3 + 1 + 1 + 4 + 5);
});
