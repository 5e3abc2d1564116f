import { randomUUID } from "node:crypto";
import { readVariable } from "../shared/environment.ts";
import { createKmsSigner, type Signer } from "./signer.ts";

/** What tokens are issued with. */
export type Issuer = {
  /** The URL that tokens name as their issuer. */
  url: string;
  signer: Signer;
  /** Keys by which tokens are good too: one that is to sign next, one that has signed before. */
  otherKeys: readonly Pick<Signer, "publicKey">[];
  /** Secret of the first client, `admin`. */
  adminSecret: string;
  newTokenId: () => string;
};

let built: Issuer | undefined;

/** The issuer as the stack set it up, built once, at the first request. */
export const issuer = (): Issuer => {
  built ??= build();
  return built;
};

const build = (): Issuer => {
  const [signingKey = "", ...others] = readVariable("SIGNING_KEY_IDS").split(",");
  return {
    url: readVariable("TOKEN_ISSUER"),
    signer: createKmsSigner(signingKey),
    otherKeys: others.map(createKmsSigner),
    adminSecret: readVariable("ADMIN_CLIENT_SECRET"),
    newTokenId: randomUUID,
  };
};
