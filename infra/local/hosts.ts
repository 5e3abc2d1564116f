import type { IncomingMessage } from "node:http";

/** Addresses that mean every interface: other machines call them by names that this one does not know. */
const wildcards: readonly string[] = ["0.0.0.0", "::"];
/** Names that no DNS server can point elsewhere (RFC 6761 §6.3), and loopback addresses. */
const loopbackName = /^(?:localhost|[a-z0-9-]+(?:\.[a-z0-9-]+)*\.localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;
const hostAndPort = /^(\[[0-9a-f:.]+\]|[^\s:/@[\]]+)(?::\d{1,5})?$/;

/**
 * Whether the Host header of a request names this service. A page of another site can let its own name point to this machine
 * (DNS rebinding) and would otherwise call as if it belonged to the service, which has a well-known secret on loopback.
 */
export type HostCheck = (header: string | undefined) => boolean;

/** Accepts loopback names and the configured host; any name on every interface, where the secret is not the well-known one. */
export const createHostCheck = (configured: string): HostCheck => {
  if (wildcards.includes(configured)) return () => true;
  const own = (configured.includes(":") ? `[${configured}]` : configured).toLowerCase();
  return (header = "") => {
    const name = hostAndPort.exec(header.toLowerCase())?.[1]?.replace(/\.$/, "");
    return name !== undefined && (name === own || loopbackName.test(name));
  };
};

/** The only Host header of a request; undefined without one, and with several (RFC 9112 §3.2). */
export const hostOf = ({ headersDistinct: { host } }: IncomingMessage): string | undefined =>
  host?.length === 1 ? host[0] : undefined;

/** The check of servers that listen on loopback only. */
export const isLoopbackHost = createHostCheck("localhost");
