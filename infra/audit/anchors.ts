import { storedAudit } from "../../lib/contract/audit.ts";
import type { Anchor } from "./chain.ts";

/** An anchor of one feed: of an organisation, or of the root. */
export type FeedAnchor = Anchor & { feed: string };

/** Parses `feed:number:hash`, as `verify-audit` prints it; without a feed it is of the root. */
export const parseAnchor = (text: string): FeedAnchor => {
  const [, feed = storedAudit.root, number, hash] = /^(?:([\w-]+):)?(\d+):([\w-]{43})$/.exec(text) ?? [];
  if (number === undefined || hash === undefined) throw new Error(`"${text}" is not an anchor (feed:number:hash)`);
  return { feed, number: Number(number), hash };
};

export const formatAnchor = ({ feed, number, hash }: FeedAnchor): string => `${feed}:${number}:${hash}`;
