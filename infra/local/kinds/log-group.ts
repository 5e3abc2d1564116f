import * as z from "zod/mini";
import { logGroupArn } from "../permissions/permissions.ts";
import { kind } from "../template/kind.ts";

export const logGroup = kind(
  z.object({ LogGroupName: z.optional(z.string()) }),
  { RetentionInDays: "a log goes with the state folder", Tags: "labels" },
  ({ LogGroupName }, place) => {
    const name = LogGroupName ?? place.name;
    return { ref: name, attributes: { Arn: `${logGroupArn(name)}:*` } };
  },
);
