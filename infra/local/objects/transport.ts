import { Refusal } from "./refusal.ts";

/** How a request came in. */
export type Transport = { readonly encrypted: boolean; readonly remoteAddress: string };

function isLoopback(address: string): boolean {
  return address === "::1" || /^(::ffff:)?127\./.test(address);
}

/** A bucket that refuses plain HTTP takes it only from this machine, where a proxy with TLS may stand. */
export function refuseInsecure({ encrypted, remoteAddress }: Transport): void {
  if (!encrypted && !isLoopback(remoteAddress)) throw new Refusal("AccessDenied", "Access Denied");
}
