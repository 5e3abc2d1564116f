import { isJson } from "../../lib/contract/openapi/json.ts";
import { type Credentials, fetchToken } from "../demo/api.ts";
import { createCast } from "./cast.ts";
import { readDocument } from "./document.ts";
import { followUps, isKeyed, upload } from "./follow.ts";
import { createJudge } from "./judge.ts";
import { learn } from "./learn.ts";
import { makePictures } from "./pictures.ts";
import { plan } from "./plan.ts";
import { createPool } from "./pool.ts";
import { createRandom, type Random } from "./random.ts";
import { createSend } from "./send.ts";
import type { Sent } from "./sent.ts";
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
  /** Words that no error may show. */
  secret?: readonly string[];
  report?: (line: string) => void;
};

export type FuzzResult = {
  calls: number;
  failures: string[];
  /** Operations that never answered well. */
  unreached: string[];
  /** How often each operation was called, with which answers. */
  lines: string[];
};

/** How many times the calls asked for a run may make until every operation has answered well. */
const retryRuntime = 3;
/** A run that fails all over has told enough. */
const failuresEnough = 20;

/**
 * Calls a running service as its own document describes it, `calls` times or until every operation has answered well
 * once, and says what was wrong. In each round the
 * requests are chosen one after the other, sent together, and learnt from in the order in which they were chosen: so
 * what is sent depends on the seed and the answers, not on which answer came first.
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
    const cast = createCast(base, { ...credentials, token: await fetchToken(base, credentials) });
    const pictures = await makePictures(8);
    const pool = createPool();
    const random = createRandom(options.seed);
    const planning = { document, templates, pool, cast: cast.actors, pictures, statistics, random };

    const perform = async (sent: Sent, chance: Random, isCalm: boolean) => {
      const answer = await send(base, sent);
      judge.see(sent, answer);
      for (const next of isCalm ? followUps(sent, answer, cast.actors, chance) : []) {
        const following = await send(base, next.sent);
        judge.see(next.sent, following, next.faultsOf(following));
      }
      if (chance.chance(0.8)) await upload(answer, pictures, send);
      return { sent, answer };
    };

    const isDone = () => {
      const made = statistics.calls();
      const isEnough =
        made >= calls && (made >= retryRuntime * calls || statistics.unreached(document.operations).length === 0);
      return isEnough || judge.failures().length >= failuresEnough;
    };
    while (!isDone()) {
      const planned = Array.from({ length: atOnce }, () => ({ sent: plan(planning), chance: random.fork() }));
      // What one removes, the follow-up of another would miss.
      const isCalm = planned.every(({ sent }) => sent.method !== "DELETE" && !/\/erasure$/.test(sent.path));
      for (const { sent, answer } of await Promise.all(
        planned.map(({ sent, chance }) => perform(sent, chance, isCalm)),
      )) {
        learn(sent, answer, pool, templates);
        if (isKeyed(sent) && answer.status < 300) pool.key(sent);
        await cast.join(answer);
      }
      if (statistics.calls() % 5_000 < atOnce) options.report?.(`${statistics.calls()} calls`);
    }
    return {
      calls: statistics.calls(),
      failures: judge.failures(),
      unreached: statistics.unreached(document.operations),
      lines: statistics.lines(),
    };
  } finally {
    send.close();
  }
};
