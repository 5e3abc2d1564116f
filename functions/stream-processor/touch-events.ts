import type { DynamoDBRecord } from "aws-lambda";
import { meetingOfShownPhoto, touchEvent } from "../../lib/articles/page-changes.ts";
import { instantOf } from "../../lib/shared/days.ts";
import { keys } from "../../lib/table/keys.ts";
import type { Dependencies } from "../shared/dependencies.ts";
import { imagesOf, type StreamConsumer } from "./stream-handler.ts";

const photoPrefix = keys.photo("", "").sk;
const isPhoto = (record: DynamoDBRecord) => record.dynamodb?.Keys?.sk?.S?.startsWith(photoPrefix) === true;

/**
 * Moves the time of the last change of events whose public photos changed. Meetings do so in their own transactions; photos
 * become ready in a function that knows no articles. A redelivered change may move it again.
 */
export const createTouchEvents =
  (build: () => Pick<Dependencies, "table" | "clock">): StreamConsumer =>
  async (records, fail) => {
    const changed = new Map<string, DynamoDBRecord[]>();
    for (const record of records.filter(isPhoto)) {
      const { before, after } = imagesOf(record);
      const meetingId = meetingOfShownPhoto(before, after);
      if (meetingId !== undefined) changed.set(meetingId, [...(changed.get(meetingId) ?? []), record]);
    }
    if (changed.size === 0) return;
    const { table, clock } = build();
    const touch = async ([meetingId, own]: [string, DynamoDBRecord[]]) => {
      await touchEvent(table, meetingId, instantOf(clock())).catch((error: unknown) => {
        for (const record of own) fail(record, error);
      });
    };
    await Promise.all([...changed].map(touch));
  };
