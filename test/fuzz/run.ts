import { isJson } from "../../lib/contract/openapi/json.ts";
import type { Credentials } from "../demo/api.ts";
import { createRandom, type Random } from "../support/random.ts";
import { createSend, requestToken } from "../support/send.ts";
import type { TestService } from "../support/service.ts";
import { readDocument } from "./document.ts";
import { createJudge } from "./judge.ts";
import { learn } from "./learn.ts";
import { sendOutOfTime } from "./out-of-time.ts";
import { makePictures } from "./pictures.ts";
import { plan, type Sent } from "./plan.ts";
import { createPool } from "./pool.ts";
import { createCast, followUps, isKeyed, upload } from "./responses.ts";
import { createStatistics } from "./statistics.ts";
import { createTemplates } from "./templates.ts";

export type FuzzOptions = {
  base: string;
  /** A client that belongs to the root and has every scope. */
  credentials: Credentials;
  seed: number;
  calls: number;
  /** Requests under way at a time. */
  atOnce: number;
  /** Words that no error may contain. */
  secret?: readonly string[];
  report?: (line: string) => void;
};

export type FuzzResult = {
  calls: number;
  failures: string[];
  /** Operations without a success; empty for a run too short to reach all. */
  unreached: string[];
  /** Calls of each operation by status. */
  lines: string[];
};

/** Calls from which on a run must reach every operation, and the multiple of its calls that it may make for it. */
const completeRun = 10_000;
const longestRun = 3;
/** Failures after which a run stops. */
const failuresEnough = 20;

/**
 * Calls a service by its own OpenAPI document, `calls` times and until every operation was successful, and reports
 * faults. The requests of each round are chosen one after the other and sent together, and their responses evaluated in
 * the same order, so that requests depend on the seed and on the responses, not on their timing.
 */
export const fuzz = async (options: FuzzOptions): Promise<FuzzResult> => {
  const { base, credentials, atOnce, calls } = options;
  const send = createSend();
  try {
    const { json } = await send(base, { method: "GET", url: "/openapi.json", headers: {} });
    const document = readDocument(isJson(json) ? json : {});
    const templates = createTemplates(document.operations);
    const statistics = createStatistics();
    const judge = createJudge(document, templates, statistics, options.secret ?? []);
    const cast = createCast(send, base, { ...credentials, token: await requestToken(send, base, credentials) });
    const pictures = await makePictures(8);
    const pool = createPool();
    const random = createRandom(options.seed);
    const planning = { document, templates, pool, cast: cast.actors, pictures, statistics, random };

    const perform = async (sent: Sent, chance: Random, mayFollow: boolean) => {
      const response = await send(base, sent);
      judge.check(sent, response);
      for (const next of mayFollow ? followUps(sent, response, cast.actors, chance) : []) {
        const following = await send(base, next.sent);
        judge.check(next.sent, following, next.faultsOf(following));
      }
      if (chance.chance(0.8)) await upload(response, pictures, send);
      return { sent, response };
    };

    const root = cast.actors[0];
    if (!root) throw new Error("The cast has no first client");
    const outOfTime = { send, base, root, check: judge.check };

    const unreached = () => (calls < completeRun ? [] : statistics.unreached(document.operations));
    const isDone = () => {
      const sent = statistics.calls();
      const isEnough = sent >= calls && (sent >= longestRun * calls || unreached().length === 0);
      return isEnough || judge.failures().length >= failuresEnough;
    };
    while (!isDone()) {
      const planned = Array.from({ length: atOnce }, () => ({ sent: plan(planning), chance: random.fork() }));
      if (random.chance(0.02)) await sendOutOfTime(outOfTime, random);
      // A deletion would interfere with the further calls of another request.
      const mayFollow = planned.every(({ sent }) => sent.method !== "DELETE" && !/\/erasure$/.test(sent.path));
      for (const { sent, response } of await Promise.all(
        planned.map(({ sent, chance }) => perform(sent, chance, mayFollow)),
      )) {
        learn(sent, response, pool, templates);
        if (isKeyed(sent) && response.status < 300) pool.addKeyed(sent);
        await cast.join(response);
      }
      if (statistics.calls() % 5_000 < atOnce) options.report?.(`${statistics.calls()} calls`);
    }
    return {
      calls: statistics.calls(),
      failures: judge.failures(),
      unreached: unreached(),
      lines: statistics.lines(),
    };
  } finally {
    send.close();
  }
};

const isTimeout = (line: string) => /TimeoutError|timed out/i.test(line);

/**
 * Closes a service after a run. It reports every failed attempt of a function; on a busy machine one may time out, which
 * its queue retries.
 */
export const closeAfterFuzz = (service: TestService): Promise<void> =>
  service.close().catch((error: Error) => {
    if (!error.message.split("\n").every(isTimeout)) throw error;
  });
