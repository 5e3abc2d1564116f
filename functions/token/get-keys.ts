import { tokenRoutes } from "../../lib/contract/routes/token.ts";
import { operation } from "../shared/operation.ts";
import type { Issuer } from "./issuer.ts";
import { published } from "./published.ts";

export const getKeys = (issuer: () => Issuer) =>
  operation(tokenRoutes.getKeys, async () => published({ keys: [await issuer().signer.publicKey()] }));
