import { tokenRoutes } from "../../lib/contract/routes/token.ts";
import { operation } from "../shared/operation.ts";
import type { Issuer } from "./issuer.ts";
import { publicDocument } from "./published.ts";

export const getKeys = (issuer: () => Issuer) =>
  operation(tokenRoutes.getKeys, async () => {
    const { signer, otherKeys } = issuer();
    return publicDocument({ keys: await Promise.all([signer, ...otherKeys].map((key) => key.publicKey())) });
  });
