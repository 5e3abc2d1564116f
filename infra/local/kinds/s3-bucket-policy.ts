import * as z from "zod/mini";
import { readResourcePolicy } from "../permissions/policy.ts";
import { kind } from "../template/kind.ts";

export const s3BucketPolicy = kind(
  z.object({ Bucket: z.string(), PolicyDocument: z.unknown() }),
  {},
  ({ Bucket, PolicyDocument }, place, machine) => {
    if (!machine.buckets.has(Bucket)) throw new Error(`There is no bucket ${Bucket}`);
    machine.permissions.refuseAll(readResourcePolicy(PolicyDocument));
    return { ref: place.name };
  },
);
