import { randomBytes } from "node:crypto";
import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { dependencies } from "../shared/dependencies.ts";
import { readVariable } from "../shared/environment.ts";
import { send } from "../shared/queues.ts";
import { createSendEvents } from "./publish.ts";
import { createEnqueueWork } from "./start.ts";
import type { ChangePublisher } from "./tell-changes.ts";

/** Bytes that keep a digest from being guessed at. */
const saltBytes = 16;

let built: ChangePublisher | undefined;

/** Where changes are told, built once. */
export const changePublisher = (): ChangePublisher => {
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
  };
  return built;
};
