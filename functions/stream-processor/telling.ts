import { randomBytes } from "node:crypto";
import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { dependencies } from "../shared/dependencies.ts";
import { readVariable } from "../shared/environment.ts";
import { send } from "../shared/queues.ts";
import { createPublish } from "./publish.ts";
import { createStart } from "./start.ts";
import type { Telling } from "./tell-changes.ts";

/** Bytes that keep a digest from being guessed at. */
const saltBytes = 16;

let built: Telling | undefined;

/** Where changes are told, built once. */
export const telling = (): Telling => {
  const { table, clock } = dependencies();
  built ??= {
    table,
    clock,
    newSalt: () => randomBytes(saltBytes).toString("base64url"),
    publish: createPublish(
      new EventBridgeClient({
        requestHandler: { connectionTimeout: 1_000, requestTimeout: 5_000, throwOnRequestTimeout: true },
      }),
      readVariable("EVENT_BUS_NAME"),
    ),
    start: createStart(table, send),
  };
  return built;
};
