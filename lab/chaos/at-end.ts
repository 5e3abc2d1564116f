import { readAudit, verifyChain } from "../../infra/audit-chain.ts";
import { localAdmin } from "../../test/demo/api.ts";
import { measureLag } from "./feed/lag.ts";
import { type Followed, faultsOfFeed } from "./feed/verify-feed.ts";

/** When all kills are over: how soon a change is told, whether the feed is whole, and whether the audit's chain holds over all of it. */
export const faultsAtEnd = async (all: Followed & { say(line: string): void }): Promise<string[]> => {
  const { site, follower, say } = all;
  const lag = await measureLag(site.url, follower);
  say(`A change on the quiet service was with the follower after ${lag?.toFixed(0)} ms`);
  await follower.stop();
  const { clientId: client, clientSecret: secret } = localAdmin;
  const { entries } = await verifyChain(readAudit({ url: site.url, client, secret }));
  say(`The chain of the audit holds over ${entries} entries`);
  const told = follower.entries.length;
  return [
    ...(lag === undefined ? ["A change on the quiet service was not told"] : []),
    ...(entries === told ? [] : [`The audit has ${entries} entries, and the feed ${told}`]),
    ...(await faultsOfFeed(all)),
  ];
};
