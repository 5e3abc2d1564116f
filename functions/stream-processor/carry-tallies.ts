import type { DynamoDBRecord } from "aws-lambda";
import { isTenant, rollUp } from "../../lib/organisations/roll-up.ts";
import { type TallyImage, tallyImage } from "../../lib/organisations/roll-up-checkpoint.ts";
import { keys } from "../../lib/table/keys.ts";
import type { Dependencies } from "../shared/dependencies.ts";
import type { StreamConsumer } from "./follower.ts";
import { imagesOf } from "./images.ts";

const tallies = keys.tally("").sk;
const isTally = (record: DynamoDBRecord) => record.dynamodb?.Keys?.sk?.S?.startsWith(tallies) === true;

const readImage = (record: DynamoDBRecord): TallyImage => {
  const { before, after } = imagesOf(record);
  const image = after ?? before;
  if (!image) throw new TypeError("A stream record without an image");
  return tallyImage(image, {
    removed: record.eventName === "REMOVE",
    // Every time an organisation is hung elsewhere its place changes, which stands beside its years.
    moved: before !== undefined && after !== undefined && before.place !== after.place,
  });
};

/** Carries the tallies among stream records to the superiors above. It changes nothing to carry a state twice. */
export const createRollUpTallies =
  (build: () => Pick<Dependencies, "table">): StreamConsumer =>
  async (records, fail) => {
    const images = new Map<TallyImage, DynamoDBRecord>();
    for (const record of records.filter(isTally)) {
      try {
        const image = readImage(record);
        if (isTenant(image.tenantId)) images.set(image, record);
      } catch (error) {
        fail(record, error);
      }
    }
    if (images.size === 0) return;
    const uncarried = await rollUp(build().table, [...images.keys()]);
    for (const [{ tenantId }, record] of images) if (uncarried.has(tenantId)) fail(record, uncarried.get(tenantId));
  };
