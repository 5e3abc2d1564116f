import { unmarshall } from "@aws-sdk/util-dynamodb";
import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from "aws-lambda";
import { type TallyImage, tallyImage } from "../../lib/statistics/carried.ts";
import { carryUp, isHome } from "../../lib/statistics/carry.ts";
import type { Item } from "../../lib/table/write.ts";
import type { Dependencies } from "../shared/dependencies.ts";
import { logRecordFailure } from "../shared/log.ts";

const identify = (record: DynamoDBRecord) => record.dynamodb?.SequenceNumber ?? "";

const readImage = (record: DynamoDBRecord): TallyImage => {
  const image = record.dynamodb?.NewImage ?? record.dynamodb?.OldImage;
  if (!image) throw new TypeError("A stream record without an image");
  return tallyImage(unmarshall(image as Parameters<typeof unmarshall>[0]) as Item, record.eventName === "REMOVE");
};

/**
 * Carries the tallies in a batch of stream records to the superiors above. What could not be carried is reported, and
 * comes again with all behind it; it changes nothing to carry a state twice.
 */
export const createCarryTallies =
  (build: () => Pick<Dependencies, "table">, log: typeof logRecordFailure = logRecordFailure) =>
  async (event: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> => {
    const failed: string[] = [];
    const fail = (recordId: string, error: unknown) => {
      log(recordId, error);
      failed.push(recordId);
    };
    const records = new Map<TallyImage, string>();
    for (const record of event.Records) {
      try {
        const image = readImage(record);
        if (isHome(image.home)) records.set(image, identify(record));
      } catch (error) {
        fail(identify(record), error);
      }
    }
    const uncarried = records.size > 0 ? await carryUp(build().table, [...records.keys()]) : [];
    for (const { image, error } of uncarried) fail(records.get(image) ?? "", error);
    return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
  };
