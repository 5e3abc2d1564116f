import type { Credentials } from "../demo/api.ts";
import type { Operation } from "./document.ts";
import type { Binding } from "./templates.ts";

/** Who calls. */
export type Actor = Credentials & { token: string };

/** A request as it goes out, and what is known of it. */
export type Sent = {
  method: string;
  /** With the query. */
  url: string;
  /** Without it. */
  path: string;
  headers: Readonly<Record<string, string>>;
  body?: Buffer;
  /** Index of the caller in the cast. */
  actor: number;
  /** None where the document has no such path or method. */
  operation?: Operation;
  binding: Binding;
  /** What its body is called, and what it says where it says it well. */
  bodyName?: string;
  value?: unknown;
  /** References that a body holds, and where. */
  references: readonly { place: string; value: string }[];
  /** Nothing that HTTP or the gateway reads as a request to the service: it may be refused before. */
  isBroken?: true;
};
