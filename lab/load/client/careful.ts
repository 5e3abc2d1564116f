import { setTimeout as pause } from "node:timers/promises";
import { type Credentials, fetchToken } from "../../../test/demo/api.ts";
import type { Site } from "../place/site.ts";
import { type Fields, has } from "../records.ts";
import { type Ask, callOnce, type Heard, type Reply } from "./calls.ts";

/** A client that never takes silence for an answer. */
export type Careful = {
  /** Sends the same request again until it is answered for good: a GET, a PUT, a POST with its key. */
  repeat(ask: Ask): Promise<Reply>;
  /** PATCHes until the record says what was wanted: reads it again after every doubt. `patchOf` gives nothing where there is nothing to do. */
  change(href: string, operation: string, patchOf: (record: Fields) => Fields | undefined): Promise<Reply>;
  /** DELETEs until the record is gone or it is refused. */
  remove(href: string, operation: string): Promise<Reply>;
};

export type Surroundings = {
  site: Pick<Site, "url" | "open">;
  credentials: Credentials;
  hear(heard: Heard): void;
  /** Hears what no client should have to see. */
  fault(text: string): void;
};

/** Milliseconds after which one request that is still not answered is a fault: more than any start of the service takes. */
const retryRuntime = 300_000;
/** Milliseconds after a write that others were faster at. */
const conflictPause = 30;

const isConflict = ({ status, body }: Reply) => status === 409 && body.code === "write-conflict";
/** Whether a reply is the answer: after silence, trouble or another's faster write nobody knows, or it is worth another try. */
const isAnswer = (reply: Reply | undefined): reply is Reply =>
  reply !== undefined && reply.status < 500 && reply.status !== 429 && !isConflict(reply);

export const createCareful = ({ site, credentials, hear, fault }: Surroundings): Careful => {
  let token: string | undefined;
  const send = async (ask: Ask): Promise<Reply | undefined> => {
    await site.open();
    token ??= await fetchToken(site.url, credentials).catch(() => undefined);
    if (token === undefined) return undefined;
    const reply = await callOnce(site.url, ask, token, hear);
    // Tokens live an hour; a load may last longer.
    if (reply?.status !== 401) return reply;
    token = undefined;
    return undefined;
  };
  const waitAfter = async (reply: Reply | undefined, ask: Ask) => {
    if (reply === undefined) return pause(conflictPause);
    const { status, retryAfter, text } = reply;
    const told = `${ask.method} ${ask.path} answered ${status}: ${text.slice(0, 300)}`;
    if (status >= 500 && status !== 503) fault(told);
    if ((status === 503 || status === 429) && retryAfter === undefined && !isGateways(reply))
      fault(`Without Retry-After: ${told}`);
    return pause(status === 409 ? conflictPause : 1_000 * (retryAfter ?? 1));
  };
  const untilAnswered = async (step: () => Promise<{ reply: Reply | undefined; ask: Ask }>): Promise<Reply> => {
    const deadline = Date.now() + retryRuntime;
    for (;;) {
      const { reply, ask } = await step();
      if (isAnswer(reply)) return reply;
      if (Date.now() > deadline)
        throw new Error(`${ask.method} ${ask.path} is not answered for good: ${JSON.stringify(reply)}`);
      await waitAfter(reply, ask);
    }
  };
  const repeat = (ask: Ask) => untilAnswered(async () => ({ reply: await send(ask), ask }));
  const withCurrent = (href: string, operation: string, next: (now: Reply) => Ask | undefined) =>
    untilAnswered(async () => {
      const now = await repeat({ operation: `${operation} (look)`, method: "GET", path: href });
      const ask = now.status === 200 ? next(now) : undefined;
      if (!ask) return { reply: now, ask: { operation, method: "GET", path: href } };
      const reply = await send(ask);
      return { reply: reply?.status === 412 ? undefined : reply, ask };
    });
  return {
    repeat,
    change: (path, operation, patchOf) =>
      withCurrent(path, operation, ({ body, etag = "" }) => {
        const patch = patchOf(body);
        if (!patch || has(body, patch)) return undefined;
        return { operation, method: "PATCH", path, body: patch, headers: { "if-match": etag } };
      }),
    remove: async (path, operation) => {
      let wasSent = false;
      const reply = await withCurrent(path, operation, ({ etag = "" }) => {
        wasSent = true;
        return { operation, method: "DELETE", path, headers: { "if-match": etag } };
      });
      if (!wasSent) fault(`${path} was to be deleted and answered ${reply.status}`);
      return reply;
    },
  };
};

/** What the gateway itself answers has no code, and API Gateway's has no Retry-After. */
const isGateways = ({ body }: Reply) => body.code === undefined;
