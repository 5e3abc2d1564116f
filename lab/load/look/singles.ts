import { fetchToken, localAdmin } from "../../../test/demo/api.ts";
import { callOnce } from "../client/calls.ts";
import type { Journal, Kept } from "../journal.ts";
import { isSame } from "../records.ts";
import { atOnce } from "./at-once.ts";

/** Records whose own address does not answer what was acknowledged, with its ETag. Those in doubt are left aside. */
export const faultsOfSingles = async (url: string, journal: Journal, hrefs: Iterable<string>): Promise<string[]> => {
  const token = await fetchToken(url, localAdmin);
  const inDoubt = new Set(
    [...journal.doubts].flatMap(({ changes, removes }) => [...(changes?.keys() ?? []), ...(removes ?? [])]),
  );
  const asked = [...hrefs].flatMap((href) => (inDoubt.has(href) ? [] : (journal.present.get(href) ?? [])));
  const faults = await atOnce(asked, 8, (kept) => faultOf(url, token, kept));
  return faults.flat();
};

const faultOf = async (url: string, token: string, { kind, href, record, etag }: Kept): Promise<string[]> => {
  const ask = { operation: `GET ${kind}`, method: "GET", path: href } as const;
  const reply = await callOnce(url, ask, token, () => undefined);
  const isTold = reply?.status === 200 && isSame(kind, reply.body, record);
  const isVersion = kind === "photo" || etag === undefined || reply?.etag === etag;
  if (isTold && isVersion) return [];
  return [`${href} ${etag} was ${JSON.stringify(record)} and answers ${reply?.status} ${reply?.etag} ${reply?.text}`];
};
