import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import * as z from "zod/mini";

/**
 * The manifests of a full export of a table, as far as they are read here.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/S3DataExport.Output.html
 */
export const exportSummary = z.object({
  tableArn: z.string(),
  exportTime: z.string(),
  itemCount: z.int(),
  outputFormat: z.literal("DYNAMODB_JSON"),
  exportType: z._default(z.literal("FULL_EXPORT"), "FULL_EXPORT"),
});
export type ExportSummary = z.infer<typeof exportSummary>;

/** A line of the list of data files. */
export const exportFile = z.object({
  itemCount: z.int(),
  /** MD5 of the file, compressed as it is, in Base64. */
  md5Checksum: z.string(),
  dataFileS3Key: z.string(),
});
export type ExportFile = z.infer<typeof exportFile>;

/** An item as DynamoDB's own protocol has it. */
export type RawItem = Record<string, AttributeValue>;

const line = z.strictObject({ Item: z.record(z.string(), z.unknown()) });

/** A buffer would say itself what it is in JSON, so that it is looked at before. */
function inBase64(this: Record<string, unknown>, name: string, value: unknown): unknown {
  const bytes = this[name];
  return bytes instanceof Uint8Array ? Buffer.from(bytes).toString("base64") : value;
}

const bytesOf = (text: unknown) => new Uint8Array(Buffer.from(String(text), "base64"));

/** Text stands directly under `B` only where it is bytes: an attribute of that name holds a typed value. */
const outOfBase64 = (name: string, value: unknown) => {
  if (name === "B" && typeof value === "string") return bytesOf(value);
  if (name === "BS" && Array.isArray(value)) return value.map(bytesOf);
  return value;
};

export const lineOf = (Item: RawItem): string => `${JSON.stringify({ Item }, inBase64)}\n`;

/** Reads a line of a data file. Throws for what is no item of a full export. */
export const itemIn = (text: string): RawItem => line.parse(JSON.parse(text, outOfBase64)).Item as RawItem;
