import { isJson } from "../../lib/contract/openapi/json.ts";
import { fetchToken } from "../demo/api.ts";
import type { Answer } from "./send.ts";
import type { Actor } from "./sent.ts";

export type Cast = {
  actors: readonly Actor[];
  /** Takes in a client that an answer shows with its secret. */
  join(answer: Answer): Promise<void>;
};

/** Callers beside the first: enough for different organisations and scopes. */
const most = 12;

export const createCast = (base: string, root: Actor): Cast => {
  const actors = [root];
  return {
    actors,
    join: async ({ json }) => {
      if (!isJson(json) || actors.length > most) return;
      const { clientId, clientSecret } = json;
      if (typeof clientId !== "string" || typeof clientSecret !== "string") return;
      if (actors.some((actor) => actor.clientId === clientId)) return;
      const credentials = { clientId, clientSecret };
      actors.push({ ...credentials, token: await fetchToken(base, credentials) });
    },
  };
};
