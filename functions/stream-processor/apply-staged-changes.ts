import type { DynamoDBRecord } from "aws-lambda";
import { applyStagedChange } from "../../lib/organisations/staged-changes.ts";
import { keys } from "../../lib/table/keys.ts";
import type { Dependencies } from "../shared/dependencies.ts";
import type { StreamConsumer } from "./stream-handler.ts";

const prefix = keys.stagedChange("", "");

/** The staged change of a stream record: its tenant and its id. Its deletion and its parts need no further work. */
const stagedIn = ({ eventName, dynamodb }: DynamoDBRecord) => {
  const { pk, sk } = dynamodb?.Keys ?? {};
  if (eventName !== "INSERT" || !sk?.S?.startsWith(prefix.sk)) return undefined;
  return { tenantId: pk?.S?.slice(prefix.pk.length) ?? "", id: sk.S.slice(prefix.sk.length) };
};

/** Applies staged changes among stream records, in order. Idempotent. */
export const createApplyStagedChanges =
  (build: () => Pick<Dependencies, "table">): StreamConsumer =>
  async (records, fail) => {
    for (const record of records) {
      const staged = stagedIn(record);
      if (staged)
        await applyStagedChange(build().table, staged.tenantId, staged.id).catch((error: unknown) =>
          fail(record, error),
        );
    }
  };
