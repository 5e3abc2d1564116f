import ipaddr from "ipaddr.js";
import type { FieldError } from "../vocabulary/field-errors.ts";

/** Names under which a network knows its own. https://www.iana.org/assignments/special-use-domain-names, and what clouds use. */
const privateNames = /(?:^|\.)(?:localhost|localdomain|local|internal|intranet|private|corp|home|lan|arpa|onion|alt)$/i;
const isLoopbackName = (name: string) => /^(?:.+\.)?localhost$/i.test(name);

/** Ports below it belong to services of other kinds (mail, databases of old); the Internet's own for https is the exception. */
const firstFreePort = 1_024;

const notPublic: FieldError = { pointer: "/url", code: "not-public" };
const invalidUrl: FieldError = { pointer: "/url", code: "invalid-format", values: { format: "https URL" } };

/** What is wrong with the address of a webhook before any name of it is resolved. */
export const urlErrors = (text: string, receivers: ReceiverPolicy): FieldError[] => {
  const url = URL.parse(text);
  if (!url || !/^https?:$/.test(url.protocol) || url.username !== "" || url.password !== "") return [invalidUrl];
  if (url.port !== "" && Number(url.port) < firstFreePort) return [invalidUrl];
  const address = ipAddressOf(url);
  const isHere = address === undefined ? isLoopbackName(hostNameOf(url)) : isLoopback(address);
  if (isHere) return receivers.loopback ? [] : [notPublic];
  if (url.protocol !== "https:") return [invalidUrl];
  if (address !== undefined) return isAllowedAddress(address, receivers) ? [] : [notPublic];
  return isPublicName(hostNameOf(url)) ? [] : [notPublic];
};

const isLoopback = (address: string) =>
  isAllowedAddress(address, { loopback: true }) && !isAllowedAddress(address, { loopback: false });

const isPublicName = (name: string) => name.includes(".") && !privateNames.test(name);

/** Gives every address of a name; none where it cannot be resolved, or not soon enough. */
export type Resolve = (name: string) => Promise<readonly string[]>;

/**
 * The same with the addresses of its name. One that cannot be resolved now is accepted: what counts is what it leads to when
 * something is delivered.
 */
export const addressErrors = async (
  text: string,
  receivers: ReceiverPolicy,
  resolve: Resolve,
): Promise<FieldError[]> => {
  const faults = urlErrors(text, receivers);
  const url = URL.parse(text);
  if (faults.length > 0 || !url || ipAddressOf(url) !== undefined) return faults;
  const addresses = await resolve(hostNameOf(url));
  return addresses.every((address) => isAllowedAddress(address, receivers)) ? [] : [notPublic];
};

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
