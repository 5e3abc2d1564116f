import { createHash } from "node:crypto";

/** What an entry of the audit says, all of it in `hash` together with the hash of the entry before. */
export type Chained<Type extends string = string, Kind extends string = string> = {
  /** Position in the log of its organisation, from 1 without gaps. */
  number: number;
  id: string;
  at: string;
  type: Type;
  resource: { kind: Kind; id: string; href: string };
  client: string;
  /** SHA-256 of a salt and the values that changed, which are kept apart so that they can be erased. */
  digest: string;
  /** `hash` of the entry before; of the first one, `chainStart`. */
  previous: string;
};

export const chainStart = "";

/** SHA-256 in base64url of an entry with the hash before it. Whoever verifies a chain computes the same. */
export const hashOf = ({ number, id, at, type, resource, client, digest, previous }: Chained): string =>
  createHash("sha256")
    .update(JSON.stringify([previous, number, id, at, type, resource.kind, resource.id, resource.href, client, digest]))
    .digest("base64url");
