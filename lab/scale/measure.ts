import { randomUUID } from "node:crypto";
import type { OperationName } from "../../lib/contract/routes.ts";
import type { RequestParts } from "../../test/support/api-event.ts";
import { callerAt, rootCaller } from "../../test/support/world.ts";
import { createDirectApi, type DirectApi } from "../bench/direct-api.ts";
import { type BenchEnvironment, type Handlers, loadHandlers } from "../bench/environment.ts";
import { recordSample, type Sample } from "../bench/sample.ts";
import { requestOf } from "../bench/units/case.ts";
import { allCases } from "../bench/units/cases.ts";
import { openFollowUp } from "../bench/units/follow-up.ts";
import { type Call, type Recorder, roundTripsOf, startRecorder, totalUnits } from "../bench/units/recorder.ts";
import { sum, units } from "../support/report.ts";
import { type Manifest, readManifest } from "./bulk/load.ts";
import { startLoaded } from "./loaded.ts";

/** What one call costs, as tables show it. */
export type Cost = { operation: string; about: string; roundTrips: string; read: string; write: string };

/** Measures operations on a loaded nation; with `only` those of the nation, without a committee of its own. */
export const measureNation = async (folder: string, only?: "nation"): Promise<Cost[]> => {
  const manifest = readManifest(folder);
  const environment = await startLoaded(folder);
  const recorder = await startRecorder(environment.endpoint);
  try {
    const handlers = await loadHandlers(environment, recorder.url);
    const costs = only ? [] : await measureCommittee({ environment, handlers, recorder }, manifest);
    const direct = createDirectApi(handlers);
    const caller = callerAt(manifest.largest.path);
    const query = `parentId=${manifest.largest.id}&kind=cell&limit=1`;
    const { record } = await direct.call("listOrganisations", { query, caller });
    const cellId = (record.items as { id: string }[])[0]?.id ?? "";
    for (const [operation, about, request] of nationCases(manifest, cellId)) {
      const event = direct.event(operation, { caller, ...request });
      costs.push(costOf(operation, about, [await recorder.record(() => direct.send(operation, event))]));
    }
    return costs;
  } finally {
    await recorder.close();
    await environment.close();
  }
};

type Measuring = { environment: BenchEnvironment; handlers: Handlers; recorder: Recorder };

/** Measures every operation on a sample below a superior of the nation, and the follow-up of a write there. */
const measureCommittee = async ({ environment, handlers, recorder }: Measuring, { committees }: Manifest) => {
  const [first] = committees;
  if (!first) throw new Error("The nation has no sampled committee");
  const followUp = await openFollowUp(environment, handlers, recorder);
  const sample = await recordSampleBelow(createDirectApi(handlers), first.path.slice(0, -1));
  await followUp.run();
  const direct = createDirectApi(handlers, sample.caller);
  const costs: Cost[] = [];
  for (const { operation, measured } of allCases()) {
    const event = direct.event(operation, await requestOf(operation, measured, { sample, direct }));
    costs.push(costOf(operation, measured.about ?? "", [await recorder.record(() => direct.send(operation, event))]));
  }
  await followUp.run();
  const body = { organisationId: sample.cellId, ...newMember };
  await direct.call("createMember", { body });
  costs.push(costOf("stream processor", "after a new member, up to the root", await followUp.run()));
  followUp.close();
  return costs;
};

/** Records the sample below a superior of its own, so that a nation can be measured repeatedly. */
const recordSampleBelow = async (direct: DirectApi, path: readonly string[]): Promise<Sample> => {
  const body = { kind: "superior-committee", name: "Đảng bộ Khối", parentId: path.at(-1) };
  const { record } = await direct.call("createOrganisation", { body });
  const put: DirectApi["api"]["put"] = (target, sent) => {
    const isTop = target.startsWith("/v1/organisations/") && !("parentId" in sent);
    return direct.api.put(target, isTop ? { ...sent, parentId: record.id } : sent);
  };
  // Without fixed idempotency keys, which would replay the first sample.
  const post: DirectApi["api"]["post"] = (target, sent) => direct.api.post(target, sent, "");
  const sample = await recordSample({ ...direct, api: { ...direct.api, put, post } });
  return { ...sample, caller: callerAt([...path, record.id, ...sample.caller.path]) };
};

const newMember = { fullName: "Trần Thị Mới", gender: "female", admittedOn: "2015-05-19" };

const costOf = (operation: string, about: string, batches: readonly (readonly Call[])[]): Cost => {
  const { read, write } = totalUnits(batches.flat());
  return {
    operation,
    about,
    roundTrips: String(sum(batches.map(roundTripsOf))),
    read: units(read),
    write: units(write),
  };
};

type NationCase = [OperationName, string, RequestParts];

/** Calls that could grow with a nation: by the root, and in the largest committee by its own client. */
const nationCases = ({ superiors, largest }: Manifest, cellId: string): NationCase[] => {
  const caller = rootCaller;
  const top = { organisationId: superiors[0]?.id ?? "" };
  const member = { memberId: largest.members[0]?.id ?? "" };
  const committee = `organisationId=${largest.id}`;
  return [
    ["getStatistics", "of the nation, by the root", { caller, params: top }],
    ["getStatistics", "of the nation on a day", { caller, params: top, query: "asOf=2010-05-19" }],
    ["listOrganisations", "at the top, by the root", { caller }],
    [
      "listOrganisations",
      "20 below a superior, by the root",
      { caller, query: `parentId=${largest.path.at(-2)}&limit=20` },
    ],
    ["listChanges", "first 50, by the root", { caller }],
    ["getMember", "of the largest committee, by the root", { caller, params: member }],
    ["getMember", "of the largest committee", { params: member }],
    ["getStatistics", "of the largest committee", { params: { organisationId: largest.id } }],
    ["listMembers", "first 50 of the largest committee", { query: committee }],
    ["listMembers", "of the largest committee, by two words", { query: `${committee}&q=nguyen+dung` }],
    ["listMembers", "of the largest committee, on a day", { query: `${committee}&asOf=2015-01-01` }],
    ["listOrganisations", "first 50 below the largest committee", { query: `parentId=${largest.id}` }],
    [
      "createMember",
      "in the largest committee",
      {
        body: { organisationId: cellId, ...newMember },
        headers: { "idempotency-key": randomUUID() },
      },
    ],
  ];
};
