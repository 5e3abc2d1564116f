import type { FieldError } from "../vocabulary/field-errors.ts";
import { addressIn, mayReceive, nameIn, type Receivers } from "./addresses.ts";

/** Names under which a network knows its own. https://www.iana.org/assignments/special-use-domain-names, and what clouds use. */
const ownNames = /(?:^|\.)(?:localhost|localdomain|local|internal|intranet|private|corp|home|lan|arpa|onion|alt)$/i;
const isLoopbackName = (name: string) => /^(?:.+\.)?localhost$/i.test(name);

/** Ports below it belong to services of other kinds (mail, databases of old); the Internet's own for https is the exception. */
const firstFreePort = 1_024;

const notPublic: FieldError = { pointer: "/url", code: "not-public" };
const badForm: FieldError = { pointer: "/url", code: "invalid-format", values: { format: "https URL" } };

/** What is wrong with the address of a webhook before any name of it is resolved. */
export const urlFaults = (text: string, receivers: Receivers): FieldError[] => {
  const url = URL.parse(text);
  if (!url || !/^https?:$/.test(url.protocol) || url.username !== "" || url.password !== "") return [badForm];
  if (url.port !== "" && Number(url.port) < firstFreePort) return [badForm];
  const address = addressIn(url);
  const isHere = address === undefined ? isLoopbackName(nameIn(url)) : isLoopback(address);
  if (isHere) return receivers.loopback ? [] : [notPublic];
  if (url.protocol !== "https:") return [badForm];
  if (address !== undefined) return mayReceive(address, receivers) ? [] : [notPublic];
  return isPublicName(nameIn(url)) ? [] : [notPublic];
};

const isLoopback = (address: string) =>
  mayReceive(address, { loopback: true }) && !mayReceive(address, { loopback: false });

const isPublicName = (name: string) => name.includes(".") && !ownNames.test(name);

/** Gives every address of a name; none where it cannot be resolved, or not soon enough. */
export type Resolve = (name: string) => Promise<readonly string[]>;

/**
 * The same with the addresses of its name. One that cannot be resolved now is accepted: what counts is what it leads to when
 * something is delivered.
 */
export const addressFaults = async (text: string, receivers: Receivers, resolve: Resolve): Promise<FieldError[]> => {
  const faults = urlFaults(text, receivers);
  const url = URL.parse(text);
  if (faults.length > 0 || !url || addressIn(url) !== undefined) return faults;
  const addresses = await resolve(nameIn(url));
  return addresses.every((address) => mayReceive(address, receivers)) ? [] : [notPublic];
};
