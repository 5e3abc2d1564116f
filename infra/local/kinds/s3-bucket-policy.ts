import * as z from "zod/mini";
import { kind } from "../template/kind.ts";

/** The conditions under which a bucket may refuse here; any other would be a promise nobody keeps. */
const known = ["aws:SecureTransport", "s3:TlsVersion", "s3:signatureAge"];

const statement = z.looseObject({
  Effect: z.literal("Deny"),
  Condition: z.record(z.string(), z.record(z.string(), z.unknown())),
});

export const s3BucketPolicy = kind(
  z.object({ Bucket: z.string(), PolicyDocument: z.looseObject({ Statement: z.array(statement) }) }),
  {},
  ({ Bucket, PolicyDocument }, place, machine) => {
    const bucket = machine.buckets.get(Bucket);
    if (bucket === undefined) throw new Error(`There is no bucket ${Bucket}`);
    const conditions = PolicyDocument.Statement.flatMap(({ Condition }) =>
      Object.values(Condition).flatMap(Object.keys),
    );
    const unknown = conditions.find((condition) => !known.includes(condition));
    if (unknown) throw new Error(`The condition ${unknown} is not known here`);
    bucket.denyInsecure = conditions.includes("aws:SecureTransport");
    return { ref: place.name };
  },
);
