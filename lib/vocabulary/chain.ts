import { createHash } from "node:crypto";

/** An entry of the audit without its hash, which covers all these fields and the hash of the previous entry. */
export type Chained<Type extends string = string, Kind extends string = string> = {
  /** Position in the log of its organisation, from 1 without gaps. */
  number: number;
  id: string;
  at: string;
  type: Type;
  resource: { kind: Kind; id: string; href: string };
  client: string;
  /** SHA-256 of a salt and the changed values, which are stored apart so that they can be erased. */
  digest: string;
  /** `hash` of the previous entry; `chainStart` for the first. */
  previous: string;
};

export const chainStart = "";

/** SHA-256 in base64url of an entry and the hash before it. Verifying a chain computes it again. */
export const hashOf = ({ number, id, at, type, resource, client, digest, previous }: Chained): string =>
  createHash("sha256")
    .update(JSON.stringify([previous, number, id, at, type, resource.kind, resource.id, resource.href, client, digest]))
    .digest("base64url");
