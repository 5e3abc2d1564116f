import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, ScanCommand } from "@aws-sdk/lib-dynamodb";
import { kindOperations } from "../../lib/contract/kinds.ts";
import type { RecordKind } from "../../lib/records/kinds.ts";
import type { Item } from "../../lib/table/write.ts";
import { startApi } from "./api.ts";
import { captureLog } from "./console.ts";
import { recordIn } from "./kind-records.ts";
import { kindSamples, type SampleIds } from "./kind-samples.ts";
import { callerAt, useFixtures } from "./world.ts";

/** Records that a client does not see, by the names of sample ids. */
export type Planted = { ids: Record<string, string>; isRestricted: boolean };

/**
 * The API with a department, where a client without the scope for restricted records works, and records that it does not see: in
 * another department, in another committee, and restricted ones of its own department.
 */
export const usePlantedRecords = () => {
  const log = captureLog();
  const api = useFixtures(startApi);
  afterAll(() => log.release());
  const own: Record<string, string> = {};
  const planted: Record<string, Planted> = {};
  const path: string[] = [];

  const make = async (kind: RecordKind, body: object, params: SampleIds = {}) => {
    const sent = kindSamples[kind].request?.(body) ?? body;
    return String(recordIn(await api.call(kindOperations[kind].create, { params, body: sent })).id);
  };
  const organisation = (kind: string, parentId?: string, more: object = {}) =>
    make("organisation", { kind, name: "Đảng bộ", parentId, ...more });
  /** Records of every kind that others refer to, by administrators. */
  const records = async (committeeId: string, home: string | undefined, visibility: string) => {
    const cellId = await organisation("cell", committeeId, { visibility });
    const dissolvedCellId = await organisation("cell", committeeId, {
      visibility,
      ...{ establishedOn: "1990-01-01", dissolvedOn: "1995-12-31" },
    });
    const memberBody = { organisationId: home ?? cellId, fullName: "Lê Văn Bình", confirmed: true, visibility };
    const memberId = await make("member", memberBody);
    const entryId = await make("history-entry", { kind: "suspended", on: "2024-01-05" }, { memberId });
    const meeting = { organisationId: committeeId, kind: "regular", title: "Họp", startsOn: "2023-12-26", visibility };
    const meetingId = await make("meeting", { ...meeting, status: "held" });
    const attendeeId = await make("attendee", { guest: { fullName: "Trần Văn Đức" }, roles: ["guest"] }, { meetingId });
    const documentId = await make("document", { kind: "report", title: "Báo cáo" }, { meetingId });
    return { cellId, dissolvedCellId, memberId, entryId, meetingId, attendeeId, documentId };
  };

  beforeAll(async () => {
    const ministryId = await organisation("superior-committee", undefined, { visibility: "restricted" });
    const instituteId = await organisation("grassroots-committee", ministryId);
    const elsewhereId = await organisation("grassroots-committee", ministryId);
    const committeeId = await organisation("departmental-committee", instituteId);
    const besideId = await organisation("departmental-committee", instituteId);
    path.push(ministryId, instituteId, committeeId);
    Object.assign(own, {
      committeeId,
      organisationId: committeeId,
      ...(await records(committeeId, undefined, "internal")),
    });
    planted.beside = {
      ids: { committeeId: besideId, ...(await records(besideId, undefined, "internal")) },
      isRestricted: false,
    };
    planted.elsewhere = {
      ids: { committeeId: elsewhereId, ...(await records(elsewhereId, undefined, "internal")) },
      isRestricted: false,
    };
    planted.restricted = { ids: await records(committeeId, own.cellId, "restricted"), isRestricted: true };
    // A superior whose name, too, only administrators see.
    planted.above = { ids: { superiorId: ministryId }, isRestricted: true };
    own.organisationId = own.cellId ?? "";
    const award = {
      organisationId: committeeId,
      form: "flag",
      title: "Cờ",
      year: 2022,
      recipients: [{ organisationId: committeeId }],
    };
    own.awardId = await make("award", award);
    const { meetingId = "" } = own;
    own.guidanceId = await make("guidance", { number: 1, text: "Tăng kiểm tra" }, { meetingId });
    own.photoId = await make(
      "photo",
      { fileName: "a.jpg", contentType: "image/jpeg", size: 1, sha256: "f".repeat(64) },
      { meetingId },
    );
  });

  const documents = () =>
    DynamoDBDocumentClient.from(
      new DynamoDBClient({
        endpoint: process.env.AWS_ENDPOINT_URL_DYNAMODB ?? "",
        region: process.env.AWS_REGION ?? "",
      }),
    );
  return {
    api,
    own,
    planted,
    adminOf: () => callerAt(path),
    clerkOf: () => callerAt(path, ["dangbo/read", "dangbo/write", "dangbo/publish"]),
    /** Every item of the table, by its key. */
    readTable: async (): Promise<ReadonlyMap<string, Item>> => {
      const found = new Map<string, Item>();
      for (let from: Record<string, unknown> | undefined; ; ) {
        const asked = new ScanCommand({
          TableName: process.env.TABLE_NAME ?? "",
          ExclusiveStartKey: from,
          ConsistentRead: true,
        });
        const { Items = [], LastEvaluatedKey } = await documents().send(asked);
        for (const item of Items as Item[]) found.set(`${item.pk} ${item.sk}`, item);
        if (!LastEvaluatedKey) return found;
        from = LastEvaluatedKey;
      }
    },
  };
};
