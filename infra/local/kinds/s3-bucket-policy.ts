import * as z from "zod/mini";
import { readResourcePolicy } from "../permissions/policy.ts";
import { kind } from "../template/kind.ts";

export const s3BucketPolicy = kind(
  z.object({ Bucket: z.string(), PolicyDocument: z.unknown() }),
  {},
  ({ Bucket, PolicyDocument }, place, machine) => {
    const bucket = machine.buckets.get(Bucket);
    if (bucket === undefined) throw new Error(`There is no bucket ${Bucket}`);
    const rules = readResourcePolicy(PolicyDocument);
    machine.permissions.refuseAll(rules);
    // What came in plain text is refused before anybody asks who sent it.
    bucket.denyInsecure = rules.some(({ holds }) => holds?.({ "aws:SecureTransport": "false" }));
    return { ref: place.name };
  },
);
