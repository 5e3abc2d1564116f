import type { _Record } from "@aws-sdk/client-dynamodb-streams";

/** A record as a function gets it: JSON, with numbers for times and Base64 for bytes. */
export type StreamRecord = {
  eventID: string;
  eventName: string;
  eventVersion: string;
  eventSource: "aws:dynamodb";
  awsRegion: string;
  eventSourceARN: string;
  dynamodb: Record<string, unknown> & { SequenceNumber: string };
};

/** Throws for a record without a sequence number: nothing could be said of having handled it. */
export function toStreamRecord(record: _Record, streamArn: string, region: string): StreamRecord {
  const { SequenceNumber, ApproximateCreationDateTime, ...images } = record.dynamodb ?? {};
  if (SequenceNumber === undefined) throw new Error(`A record of ${streamArn} has no sequence number`);
  return {
    eventID: record.eventID ?? SequenceNumber,
    eventName: record.eventName ?? "MODIFY",
    eventVersion: record.eventVersion ?? "1.1",
    eventSource: "aws:dynamodb",
    awsRegion: region,
    eventSourceARN: streamArn,
    dynamodb: {
      ...(plain(images) as Record<string, unknown>),
      ApproximateCreationDateTime: (ApproximateCreationDateTime?.getTime() ?? 0) / 1000,
      SequenceNumber,
    },
  };
}

function plain(value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString("base64");
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, plain(part)]));
}
