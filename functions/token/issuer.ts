import { randomUUID } from "node:crypto";
import { readVariable } from "../shared/environment.ts";
import { createKmsSigner, type Signer } from "./signer.ts";

/** What tokens are issued with. */
export type Issuer = {
  /** The URL that tokens name as their issuer. */
  url: string;
  signer: Signer;
  /** Secret of the first client, `admin`. */
  adminSecret: string;
  newTokenId: () => string;
};

let built: Issuer | undefined;

/** The issuer as the stack set it up, built once, at the first request. */
export const issuer = (): Issuer => {
  built ??= {
    url: readVariable("TOKEN_ISSUER"),
    signer: createKmsSigner(readVariable("SIGNING_KEY_ID")),
    adminSecret: readVariable("ADMIN_CLIENT_SECRET"),
    newTokenId: randomUUID,
  };
  return built;
};
