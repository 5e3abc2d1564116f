import { randomUUID } from "node:crypto";
import { readVariable } from "../shared/environment.ts";
import { createKmsSigner, type Signer } from "./signer.ts";

/** Identity and keys of the token issuer. */
export type Issuer = {
  /** The `iss` claim of tokens. */
  url: string;
  signer: Signer;
  /** Other published keys: the next and the former signing key during a rotation. */
  otherKeys: readonly Pick<Signer, "publicKey">[];
  /** Secret of the first client, `admin`. */
  adminSecret: string;
  newTokenId: () => string;
};

let built: Issuer | undefined;

/** The issuer configured by the stack, built once at the first request. */
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
