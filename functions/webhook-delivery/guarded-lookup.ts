import { isIP, type LookupFunction } from "node:net";
import { isAllowedAddress, type ReceiverPolicy, type Resolve } from "../../lib/webhooks/rules.ts";

/** The host of a receiver cannot be resolved, or has an address that is not allowed. */
export class Unreachable extends Error {
  readonly reason: "unresolved" | "address";
  constructor(reason: "unresolved" | "address", cause?: unknown) {
    super(reason, { cause });
    this.name = "Unreachable";
    this.reason = reason;
  }
}

/**
 * Resolves the host of a receiver for the connection that is being made, so that no later change of DNS is missed. One address
 * that is not allowed rejects the connection.
 */
export const guardedLookup =
  (receivers: ReceiverPolicy, resolve: Resolve): LookupFunction =>
  (name, { all }, callBack) => {
    resolveAllowed(name, receivers, resolve).then(
      (addresses) => {
        const [first = { address: "", family: 0 }] = addresses;
        if (all) callBack(null, addresses);
        else callBack(null, first.address, first.family);
      },
      (error: Error) => callBack(error, []),
    );
  };

const resolveAllowed = async (name: string, receivers: ReceiverPolicy, resolve: Resolve) => {
  const addresses = await resolve(name).catch((error: unknown) => {
    throw new Unreachable("unresolved", error);
  });
  if (addresses.length === 0) throw new Unreachable("unresolved");
  if (!addresses.every((address) => isAllowedAddress(address, receivers))) throw new Unreachable("address");
  return addresses.map((address) => ({ address, family: isIP(address) }));
};
