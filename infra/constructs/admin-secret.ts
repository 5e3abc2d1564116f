import type { Construct } from "constructs";
import type { Settings } from "../settings.ts";
import { GeneratedSecret } from "./generated-secret.ts";

/**
 * The secret of the first client. On one machine it is known and in plain text, as the first call has to be possible
 * without a look-up; the local runtime refuses the default one when it listens anywhere but on loopback.
 */
export const adminSecret = (scope: Construct, settings: Settings): string =>
  settings.adminSecret ??
  new GeneratedSecret(scope, "AdminClientSecret", "Secret of the first client of dangbo, admin").reference;
