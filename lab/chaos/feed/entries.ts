import type { Kind } from "../../load/records.ts";

/** An entry of the change feed. */
export type FeedEntry = {
  id: string;
  at: string;
  type: string;
  resource: { kind: Kind; id: string; href: string };
  client: string;
};
export type FeedPage = { items: FeedEntry[]; nextCursor: string };

export const verbOf = ({ type }: FeedEntry) => type.slice(type.lastIndexOf(".") + 1);

export const pathAfter = (cursor: string | undefined, limit: number): string =>
  `/v1/changes?limit=${limit}${cursor === undefined ? "" : `&after=${encodeURIComponent(cursor)}`}`;
