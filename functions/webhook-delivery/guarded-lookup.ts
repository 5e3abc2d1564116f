import { isIP, type LookupFunction } from "node:net";
import type { Resolve } from "../../lib/webhooks/rules.ts";
import { isAllowedAddress, type ReceiverPolicy } from "../../lib/webhooks/rules.ts";

/** Why a name is not connected to. */
export class Unreachable extends Error {
  readonly reason: "unresolved" | "address";
  constructor(reason: "unresolved" | "address", cause?: unknown) {
    super(reason, { cause });
    this.name = "Unreachable";
    this.reason = reason;
  }
}

/**
 * Resolves the name of a receiver for the very connection that is made: what it had led to when somebody looked before does
 * not count. One address that webhooks may not go to refuses all of them.
 */
export const guardedLookup =
  (receivers: ReceiverPolicy, resolve: Resolve): LookupFunction =>
  (name, { all }, callBack) => {
    reach(name, receivers, resolve).then(
      (addresses) => {
        const [first = { address: "", family: 0 }] = addresses;
        if (all) callBack(null, addresses);
        else callBack(null, first.address, first.family);
      },
      (error: Error) => callBack(error, []),
    );
  };

const reach = async (name: string, receivers: ReceiverPolicy, resolve: Resolve) => {
  const addresses = await resolve(name).catch((error: unknown) => {
    throw new Unreachable("unresolved", error);
  });
  if (addresses.length === 0) throw new Unreachable("unresolved");
  if (!addresses.every((address) => isAllowedAddress(address, receivers))) throw new Unreachable("address");
  return addresses.map((address) => ({ address, family: isIP(address) }));
};
