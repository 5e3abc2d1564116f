/** Private claims of an access token. All are strings: the gateway passes them on as strings. */
export const claimNames = {
  /** The organisation the client belongs to; `ROOT` above all. */
  organisation: "dangbo_org",
  /** Ids from the top of the tree to that organisation, joined by `/`; empty for the root. */
  path: "dangbo_path",
} as const;

export const rootOrganisation = "ROOT";

/** OAuth scopes; none implies another. */
export const scopes = ["dangbo/read", "dangbo/write", "dangbo/publish", "dangbo/admin"] as const;

export type Scope = (typeof scopes)[number];
