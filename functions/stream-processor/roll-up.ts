import type { DynamoDBRecord } from "aws-lambda";
import { isTenantId, rollUp } from "../../lib/organisations/roll-up.ts";
import { type TallyImage, tallyImage } from "../../lib/organisations/roll-up-checkpoint.ts";
import { keys } from "../../lib/table/keys.ts";
import type { Dependencies } from "../shared/dependencies.ts";
import { imagesOf, type StreamConsumer } from "./stream-handler.ts";

const tallies = keys.tally("").sk;
const isTally = (record: DynamoDBRecord) => record.dynamodb?.Keys?.sk?.S?.startsWith(tallies) === true;

const readImage = (record: DynamoDBRecord): TallyImage => {
  const { before, after } = imagesOf(record);
  const image = after ?? before;
  if (!image) throw new TypeError("A stream record without an image");
  return tallyImage(image, {
    removed: record.eventName === "REMOVE",
    // The placement version, in the same item as the years, changes with every re-parenting.
    moved: before !== undefined && after !== undefined && before.place !== after.place,
  });
};

/** Rolls up the tallies among stream records to the superiors above. Idempotent. */
export const createRollUp =
  (build: () => Pick<Dependencies, "table">): StreamConsumer =>
  async (records, fail) => {
    const images = new Map<TallyImage, DynamoDBRecord>();
    for (const record of records.filter(isTally)) {
      try {
        const image = readImage(record);
        if (isTenantId(image.tenantId)) images.set(image, record);
      } catch (error) {
        fail(record, error);
      }
    }
    if (images.size === 0) return;
    const failed = await rollUp(build().table, [...images.keys()]);
    for (const [{ tenantId }, record] of images) if (failed.has(tenantId)) fail(record, failed.get(tenantId));
  };
