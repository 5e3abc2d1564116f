import { randomBytes } from "node:crypto";
import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { recordSchemas } from "../../lib/contract/kind-schemas.ts";
import { dependencies } from "../shared/dependencies.ts";
import { readVariable } from "../shared/environment.ts";
import { send } from "../shared/queues.ts";
import { createApplyStagedChanges } from "./apply-staged-changes.ts";
import { createEnqueueWork } from "./enqueue-work.ts";
import { createSendEvents } from "./event-bus.ts";
import { type ChangePublisher, createPublishChanges } from "./publish-changes.ts";
import { createRollUp } from "./roll-up.ts";
import { createStreamHandler } from "./stream-handler.ts";
import { createTouchEvents } from "./touch-events.ts";

/** Bytes of the salt of a change: its digest cannot be guessed. */
const saltBytes = 16;

let built: ChangePublisher | undefined;

const changePublisher = (): ChangePublisher => {
  const { table, clock } = dependencies();
  built ??= {
    table,
    clock,
    newSalt: () => randomBytes(saltBytes).toString("base64url"),
    sendEvents: createSendEvents(
      new EventBridgeClient({
        requestHandler: { connectionTimeout: 1_000, requestTimeout: 5_000, throwOnRequestTimeout: true },
      }),
      readVariable("EVENT_BUS_NAME"),
    ),
    enqueueWork: createEnqueueWork(table, send),
    recordSchemas,
  };
  return built;
};

export const handler = createStreamHandler([
  createApplyStagedChanges(dependencies),
  createRollUp(dependencies),
  createPublishChanges(changePublisher),
  createTouchEvents(dependencies),
]);
