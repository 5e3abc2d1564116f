import { judgeRead } from "../conditions.ts";
import { checkVersionId, findObject } from "../lookup.ts";
import { checksumHeader, describeObject, fitsHeader } from "../object-headers.ts";
import type { Call, Operation, Reply } from "../operation.ts";
import { refuseBody } from "../payload.ts";
import { type ByteRange, parseRange } from "../ranges.ts";
import type { ObjectRecord } from "../record.ts";
import { Refusal } from "../refusal.ts";
import { parameter } from "../request.ts";

/** Query parameters with which the signer of a URL sets headers of the answer. */
export const RESPONSE_PARAMETERS: readonly string[] = [
  "response-cache-control",
  "response-content-disposition",
  "response-content-encoding",
  "response-content-language",
  "response-content-type",
  "response-expires",
];

function overrides({ request }: Call): Record<string, string> {
  const given = request.query.filter(([name]) => RESPONSE_PARAMETERS.includes(name));
  const bad = given.find(([, value]) => !fitsHeader(value));
  if (bad !== undefined)
    throw new Refusal("InvalidArgument", "The header cannot hold this value.", { ArgumentName: bad[0] });
  return Object.fromEntries(given.map(([name, value]) => [name.slice("response-".length), value]));
}

function head(call: Call, record: ObjectRecord): Reply & { range: ByteRange | undefined } {
  const described = describeObject(record, call.bucket.settings.versioned);
  if (judgeRead(call.request, record) === "not-modified") {
    const { etag = "", "last-modified": modified = "" } = described;
    throw new Refusal("NotModified", "Not Modified", {}, { etag, "last-modified": modified });
  }
  const range = parseRange(call.request.headers.get("range"), record.size);
  const whole = range === undefined;
  const showsChecksum = whole && call.request.amz.get("x-amz-checksum-mode")?.toUpperCase() === "ENABLED";
  return {
    status: whole ? 200 : 206,
    range,
    headers: {
      ...described,
      ...overrides(call),
      ...(showsChecksum ? checksumHeader(record) : {}),
      ...(whole ? {} : { "content-range": `bytes ${range.start}-${range.end}/${record.size}` }),
      "content-length": String(whole ? record.size : range.end - range.start + 1),
    },
  };
}

/** HeadObject. */
export const headObject: Operation = async (call) => {
  const { request, auth, bucket } = call;
  refuseBody(request, auth);
  const record = findObject(bucket, request.key, checkVersionId(parameter(request, "versionId")));
  const { status, headers = {} } = head(call, record);
  return { status, headers };
};

/** GetObject, whole or one range of it, streamed from disk. */
export const getObject: Operation = async (call) => {
  const { request, auth, bucket } = call;
  refuseBody(request, auth);
  const versionId = checkVersionId(parameter(request, "versionId"));
  const { record, bytes } = await bucket.open(request.key, () => findObject(bucket, request.key, versionId));
  try {
    const { status, headers = {}, range } = head(call, record);
    return { status, headers, body: bytes.createReadStream(range ?? {}) };
  } catch (error) {
    await bytes.close();
    throw error;
  }
};
