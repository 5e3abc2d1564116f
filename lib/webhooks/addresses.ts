import ipaddr from "ipaddr.js";

/** Where webhooks may go besides public addresses: to loopback only on a machine whose operator allows it. */
export type ReceiverPolicy = { loopback: boolean };

/** Reads the variable: `public`, or `public,loopback`. */
export const parseReceiverPolicy = (text: string): ReceiverPolicy => ({
  loopback: text.split(",").includes("loopback"),
});

/** What is given to the Internet's hosts of IPv6; all else is reserved. https://www.iana.org/assignments/ipv6-address-space */
const globalUnicast: [ipaddr.IPv6, number] = [ipaddr.IPv6.parse("2000::"), 3];

/**
 * Whether a webhook may be sent to an IP address. An IPv6 address that carries one of IPv4 (mapped, NAT64, 6to4, Teredo) is no
 * public address: it may lead to a private one.
 */
export const isAllowedAddress = (address: string, { loopback }: ReceiverPolicy): boolean => {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.parse(address);
  const range = parsed.range();
  if (range === "loopback") return loopback;
  return range === "unicast" && (!isV6(parsed) || parsed.match(globalUnicast));
};

const isV6 = (address: ipaddr.IPv4 | ipaddr.IPv6): address is ipaddr.IPv6 => address.kind() === "ipv6";

/** The IP address that the host of a URL is, as `URL` writes it; undefined for a name. */
export const ipAddressOf = ({ hostname }: URL): string | undefined => {
  const bare = hostname.replace(/^\[|\]$/g, "");
  return ipaddr.isValid(bare) ? bare : undefined;
};

/** The host that a URL names, without the dot that a full name may end with. */
export const hostNameOf = ({ hostname }: URL): string => hostname.replace(/\.$/, "");
